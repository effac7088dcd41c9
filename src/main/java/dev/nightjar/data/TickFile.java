package dev.nightjar.data;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.TickSeries;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Reads the ticks of one day from a CSV file.
 *
 * <p>There are two ways to read a row, with the same result. The usual one goes over the bytes once, eight at a time, and takes
 * what programs write: the documented order of the columns, known symbols, plain numbers. It gives up on anything else, and
 * the row is read by the rules of {@link CsvReader}, {@link Timestamps} and {@link Numbers}, which also know what is wrong with
 * it. It makes reading about six times as fast.
 */
final class TickFile {

    private static final List<String> COLUMNS = List.of("timestamp", "symbol", "ltp", "ltq", "oi");
    private static final List<String> OPTIONAL = List.of("sequence", "bid", "ask");
    private static final List<String> NAMES =
            Stream.concat(COLUMNS.stream(), OPTIONAL.stream()).toList();

    private static final int TIME = 0;
    private static final int SYMBOL = 1;
    private static final int PRICE = 2;
    private static final int QUANTITY = 3;
    private static final int OPEN_INTEREST = 4;
    private static final int SEQUENCE = 5;
    private static final int BID = 6;
    private static final int ASK = 7;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long NANOS = 1_000_000_000L;

    /** Digits of a fraction of a second. */
    private static final int NANO_DIGITS = 9;

    private static final long ZEROS = 0x3030303030303030L;
    private static final long ABOVE_NINE = 0x7676767676767676L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long PAIRS = 0x000000FF000000FFL;
    private static final long ONES = 0x0101010101010101L;
    private static final long COMMAS = ONES * ',';

    private static final long LINE_ENDS = ONES * '\n';

    /** A point where digits are 0 to 9. */
    private static final long POINTS = ONES * ('.' ^ '0');

    /** As a factor moves the highest bits of eight bytes beside each other, into the highest byte. */
    private static final long GATHER_HIGH_BITS = 0x0002040810204081L;

    /** How many bytes are looked at at once. */
    private static final int SCANNED = 32;

    /** Of {@code yyyy-MM-dd HH:mm:ss}. */
    private static final int TIME_LENGTH = 19;

    /** The three bytes that tell the second behind the minute. */
    private static final long SECOND_BYTES = 0xFFFFFF;

    /** How much is read between two reports of progress. */
    private static final long REPORTED_ROWS = 1 << 16;

    /** How many rows are handed on together. */
    private static final int TOGETHER = 512;

    /** No time is longer. */
    private static final int LONGEST_TIME = 48;

    /** The usual way looks no further for the comma behind a symbol. */
    private static final int LONGEST_SYMBOL = 128;

    /** So many digits before the point fit a long at every scale. */
    private static final int LONGEST_PRICE = 9;

    /** Stands for the end of what has not the usual form. */
    private static final int NOT_USUAL = -1;

    /** The scale of whole numbers. */
    private static final int WHOLE = 0;

    /** Stands for a price that was refused. */
    private static final long REFUSED = -1;

    private final CsvFile file;
    private final CsvReader reader;
    private final TickIntake intake;
    private final SymbolTable symbols;
    private final int[] scales;
    private final Timestamps timestamps;

    /** The field of each column, below 0 without one. */
    private final int[] places;

    private final int fields;
    private final boolean sequenced;
    private final boolean quoted;
    private final int fieldsBehindSymbol;
    private final boolean inUsualOrder;
    private final byte[] bytes;

    /** {@code yyyy-MM-dd HH:mm} of a row without an offset, as two numbers, and when that minute began. */
    private long minuteText;

    private long minuteTextEnd;
    private long minuteBegin;

    /** {@code :ss} of a row of that minute, as a number, and when that second began. */
    private long secondText;

    private long secondBegin;
    private long otherTime;

    // rows that were read in the usual way and not handed on yet; their lines follow each other
    private final long[] times = new long[TOGETHER];
    private final long[] sequences = new long[TOGETHER];
    private final int[] ticked = new int[TOGETHER];
    private final long[] prices = new long[TOGETHER];
    private final long[] quantities = new long[TOGETHER];
    private final long[] openInterests = new long[TOGETHER];
    private int together;

    private long row;
    private int firstOffset;
    private long firstOffsetLine;

    private TickFile(CsvFile file, CsvReader reader, int[] places, TickIntake intake) {
        this.file = file;
        this.reader = reader;
        this.places = places;
        this.intake = intake;
        symbols = new SymbolTable(
                intake.instruments().stream().map(Instrument::symbol).toList());
        scales = intake.instruments().stream().mapToInt(Instrument::priceScale).toArray();
        timestamps = new Timestamps(intake.session().zone());
        bytes = reader.bytes();
        fields = reader.count();
        sequenced = places[SEQUENCE] >= 0;
        quoted = places[BID] >= 0;
        fieldsBehindSymbol = quoted ? 5 : 3;
        inUsualOrder = Arrays.equals(places, usualPlaces(sequenced, quoted));
    }

    /** {@return the places of the columns in their documented order} */
    private static int[] usualPlaces(boolean sequenced, boolean quoted) {
        int more = sequenced ? 1 : 0;
        int[] usual = new int[NAMES.size()];
        usual[TIME] = 0;
        usual[SEQUENCE] = sequenced ? 1 : -1;
        usual[SYMBOL] = 1 + more;
        usual[PRICE] = 2 + more;
        usual[QUANTITY] = 3 + more;
        usual[OPEN_INTEREST] = 4 + more;
        usual[BID] = quoted ? 5 + more : -1;
        usual[ASK] = quoted ? 6 + more : -1;
        return usual;
    }

    /** Reads all rows into an intake. */
    static void read(CsvFile file, TickIntake intake) {
        intake.from(file.name(), "line");
        file.readAll(
                COLUMNS,
                OPTIONAL,
                Map.of(),
                intake.problems(),
                (reader, places, read) -> new TickFile(file, reader, places, intake).readAll(read));
    }

    private void readAll(LongSupplier read) throws IOException {
        boolean more = true;
        while (more) {
            int next = reader.position();
            do {
                if (row % REPORTED_ROWS == 0) {
                    handOn();
                    intake.progress(read.getAsLong(), file.size());
                }
                next = inUsualOrder ? addUsual(next) : NOT_USUAL;
                if (next >= 0) {
                    reader.skipTo(next);
                    row++;
                    if (together == TOGETHER) {
                        handOn();
                    }
                }
            } while (next >= 0);
            handOn();
            more = reader.next();
            if (more && file.isWhole(reader, fields, intake.problems())) {
                addCarefully();
                row++;
            }
        }
        intake.progress(read.getAsLong(), file.size());
    }

    private void handOn() {
        long firstLine = reader.nextLine() - together;
        intake.addAll(together, times, sequences, ticked, prices, quantities, openInterests, firstLine);
        together = 0;
    }

    // the usual way

    /**
     * Takes the row that begins there if it has the usual form.
     *
     * @return where the next row begins, or {@link #NOT_USUAL}
     */
    private int addUsual(int begin) {
        byte[] text = bytes;
        long time;
        int scanned = begin + TIME_LENGTH;
        long second = eight(text, begin + 2 * Long.BYTES) & SECOND_BYTES;
        if ((eight(text, begin) ^ minuteText | eight(text, begin + Long.BYTES) ^ minuteTextEnd) != 0) {
            scanned = otherMinute(begin);
            time = otherTime;
            if (scanned < 0) {
                return NOT_USUAL;
            }
        } else if (second == secondText) {
            time = secondBegin;
        } else {
            int tens = (int) (second >>> 8 & 0xFF) - '0';
            int ones = (int) (second >>> 16) - '0';
            if ((second & 0xFF) != ':' || tens < 0 || tens > 5 || ones < 0 || ones > 9) {
                return NOT_USUAL;
            }
            time = minuteBegin + (tens * 10 + ones) * NANOS;
            secondText = second;
            secondBegin = time;
        }
        // where all fields end, and so the next row begins, is told at once: if each had to wait for the one before,
        // that would take most of the time
        long ends = fieldEnds(text, scanned);
        if (Long.bitCount(ends) < fields) {
            ends |= fieldEnds(text, scanned + SCANNED) << SCANNED;
            if (Long.bitCount(ends) < 2) {
                return NOT_USUAL;
            }
        }
        int at = scanned + Long.numberOfTrailingZeros(ends);
        if (at != scanned) {
            long fraction = fraction(text, scanned, at);
            if (fraction < 0) {
                return NOT_USUAL;
            }
            time += fraction;
        }
        ends &= ends - 1;
        // 0 as long as what ends a field is a comma
        int others = text[at] ^ ',';
        long sequence = row;
        if (sequenced) {
            int end = scanned + Long.numberOfTrailingZeros(ends);
            others |= text[end] ^ ',';
            sequence = whole(text, at + 1, end);
            ends &= ends - 1;
            at = end;
        }
        int end = scanned + Long.numberOfTrailingZeros(ends);
        ends &= ends - 1;
        if (Long.bitCount(ends) < fieldsBehindSymbol) {
            end = comma(text, at + 1);
            scanned = end + 1;
            if (end < 0) {
                return NOT_USUAL;
            }
            ends = fieldEnds(text, scanned) | fieldEnds(text, scanned + SCANNED) << SCANNED;
            if (Long.bitCount(ends) < fieldsBehindSymbol) {
                return NOT_USUAL;
            }
        }
        int symbolFrom = at + 1;
        int symbolEnd = end;
        int priceEnd = scanned + Long.numberOfTrailingZeros(ends);
        ends &= ends - 1;
        int quantityEnd = scanned + Long.numberOfTrailingZeros(ends);
        ends &= ends - 1;
        int interestEnd = scanned + Long.numberOfTrailingZeros(ends);
        others |= text[symbolEnd] ^ ',' | text[priceEnd] ^ ',' | text[quantityEnd] ^ ',';
        int bidEnd = interestEnd;
        int rowEnd = interestEnd;
        if (quoted) {
            ends &= ends - 1;
            bidEnd = scanned + Long.numberOfTrailingZeros(ends);
            ends &= ends - 1;
            rowEnd = scanned + Long.numberOfTrailingZeros(ends);
            others |= text[interestEnd] ^ ',' | text[bidEnd] ^ ',';
        }
        if (others != 0 || text[rowEnd] != '\n' || rowEnd >= reader.limit()) {
            return NOT_USUAL;
        }
        int symbol = symbols.find(text, symbolFrom, symbolEnd);
        if (symbol < 0) {
            return NOT_USUAL;
        }
        int scale = scales[symbol];
        int lastEnd = text[rowEnd - 1] == '\r' ? rowEnd - 1 : rowEnd;
        long price = priceEnd == symbolEnd + 1 ? TickSeries.NO_PRICE : price(text, symbolEnd + 1, priceEnd, scale);
        long quantity = whole(text, priceEnd + 1, quantityEnd);
        long openInterest = whole(text, quantityEnd + 1, quoted ? interestEnd : lastEnd);
        long bid = TickSeries.NO_PRICE;
        long ask = TickSeries.NO_PRICE;
        if (quoted) {
            if (bidEnd > interestEnd + 1) {
                bid = price(text, interestEnd + 1, bidEnd, scale);
            }
            if (lastEnd > bidEnd + 1) {
                ask = price(text, bidEnd + 1, lastEnd, scale);
            }
        }
        if ((sequence | quantity | openInterest) < 0 || price == NOT_USUAL || bid == NOT_USUAL || ask == NOT_USUAL) {
            return NOT_USUAL;
        }
        if (quoted) {
            intake.add(time, sequence, symbol, price, quantity, openInterest, bid, ask, reader.nextLine());
            return rowEnd + 1;
        }
        int to = together++;
        times[to] = time;
        sequences[to] = sequence;
        ticked[to] = symbol;
        prices[to] = price;
        quantities[to] = quantity;
        openInterests[to] = openInterest;
        return rowEnd + 1;
    }

    /** {@return the commas and line ends among {@link #SCANNED} bytes, a bit for each byte} */
    private static long fieldEnds(byte[] text, int at) {
        long first = eight(text, at);
        long second = eight(text, at + 8);
        long third = eight(text, at + 16);
        long fourth = eight(text, at + 24);
        if (((first | second | third | fourth) & HIGH_BITS) != 0) {
            return fieldEndsOfAny(text, at);
        }
        return fieldEnds(first) | fieldEnds(second) << 8 | fieldEnds(third) << 16 | fieldEnds(fourth) << 24;
    }

    /** {@return the commas and line ends among eight characters of ASCII} */
    private static long fieldEnds(long bytes) {
        // the highest bit of each byte that is one of them: only from a difference of 0 nothing is taken
        long ends = (HIGH_BITS - (bytes ^ COMMAS) | HIGH_BITS - (bytes ^ LINE_ENDS)) & HIGH_BITS;
        return ends * GATHER_HIGH_BITS >>> 56;
    }

    private static long fieldEndsOfAny(byte[] text, int at) {
        long ends = 0;
        for (int place = 0; place < SCANNED; place++) {
            byte one = text[at + place];
            ends |= one == ',' || one == '\n' ? 1L << place : 0;
        }
        return ends;
    }

    /** {@return the highest bit of each byte that is 0} */
    private static long zeroBytes(long bytes) {
        return ~((bytes & ~HIGH_BITS) + ~HIGH_BITS | bytes) & HIGH_BITS;
    }

    /** {@return the nanoseconds of what stands between seconds and their comma, or {@link #NOT_USUAL}} */
    private static long fraction(byte[] text, int from, int end) {
        int digits = end - from - 1;
        if (text[from] != '.' || digits < 1 || digits > NANO_DIGITS) {
            return NOT_USUAL;
        }
        long number = whole(text, from + 1, end);
        return number < 0 ? NOT_USUAL : number * Decimals.powerOfTen(NANO_DIGITS - digits);
    }

    /** {@return the number of less than 16 digits that stands there and nothing else, or {@link #NOT_USUAL}} */
    private static long whole(byte[] text, int from, int end) {
        int count = end - from;
        if (count < 1 || count > Long.BYTES) {
            return isWhole(from, end) && digitsEnd(text, from) == end ? number(text, from, end) : NOT_USUAL;
        }
        long digits = (eight(text, from) ^ ZEROS) << (Long.SIZE - Byte.SIZE * count);
        return areDigits(digits) ? eightDigits(digits) : NOT_USUAL;
    }

    private static boolean areDigits(long digits) {
        return (((digits + ABOVE_NINE) | digits) & HIGH_BITS) == 0;
    }

    /** {@return the price that stands there and nothing else, in units of the scale, or {@link #NOT_USUAL}} */
    private static long price(byte[] text, int from, int end, int scale) {
        int count = end - from;
        if (count < 1 || count > Long.BYTES) {
            return priceEnd(text, from, scale) == end ? longPrice(text, from, end, scale) : NOT_USUAL;
        }
        long digits = (eight(text, from) ^ ZEROS) << (Long.SIZE - Byte.SIZE * count);
        long point = zeroBytes(digits ^ POINTS);
        int fraction = 0;
        if (point != 0) {
            int bit = Long.numberOfTrailingZeros(point) - 7;
            fraction = Long.BYTES - 1 - bit / Byte.SIZE;
            if (fraction == 0 || fraction > scale || fraction > count - 2) {
                return NOT_USUAL;
            }
            // the whole part moves to where the point was
            digits = (digits & (1L << bit) - 1) << 8 | digits & -256L << bit;
        }
        return areDigits(digits) ? eightDigits(digits) * Decimals.powerOfTen(scale - fraction) : NOT_USUAL;
    }

    private static long eight(byte[] text, int at) {
        return (long) EIGHT_BYTES.get(text, at);
    }

    /**
     * Reads a time that begins unlike the one before, and remembers how if it has no offset.
     *
     * @return where it ends, or {@link #NOT_USUAL}
     */
    private int otherMinute(int begin) {
        int end = begin;
        // a return, a line end and the zero behind the content are the smallest bytes there are
        while (bytes[end] != ',' && bytes[end] > '\r' && end - begin < LONGEST_TIME) {
            end++;
        }
        otherTime = timestamps.parse(bytes, begin, end);
        if (otherTime == Timestamps.INVALID || !isWrittenAlike(reader.nextLine())) {
            return NOT_USUAL;
        }
        if (timestamps.writtenOffset() == Timestamps.LOCAL) {
            minuteText = eight(bytes, begin);
            minuteTextEnd = eight(bytes, begin + Long.BYTES);
            minuteBegin = Math.floorDiv(otherTime, 60 * NANOS) * 60 * NANOS;
            secondText = 0;
        }
        return end;
    }

    /** {@return where the next comma is, or {@link #NOT_USUAL} if it is not near} */
    private static int comma(byte[] text, int from) {
        for (int at = from; at < from + LONGEST_SYMBOL; at += Long.BYTES) {
            long difference = eight(text, at) ^ COMMAS;
            long commas = (difference - ONES) & ~difference & HIGH_BITS;
            if (commas != 0) {
                return at + Long.numberOfTrailingZeros(commas) / Byte.SIZE;
            }
        }
        return NOT_USUAL;
    }

    /** {@return where the first byte is that is no digit, or 16 bytes on if there are more digits} */
    private static int digitsEnd(byte[] text, int from) {
        int count = digitCount(eight(text, from) ^ ZEROS);
        return from + (count < Long.BYTES ? count : Long.BYTES + digitCount(eight(text, from + Long.BYTES) ^ ZEROS));
    }

    /** {@return how many of eight bytes, each of which a digit made 0 to 9, come before the first that is no digit} */
    private static int digitCount(long digits) {
        return Long.numberOfTrailingZeros(((digits + ABOVE_NINE) | digits) & HIGH_BITS) / Byte.SIZE;
    }

    private static boolean isWhole(int from, int end) {
        return end > from && end - from < 2 * Long.BYTES;
    }

    /** {@return the number of less than 16 digits} */
    private static long number(byte[] text, int from, int end) {
        int count = end - from;
        if (count <= Integer.BYTES) {
            return fourDigits((int) eight(text, from) ^ (int) ZEROS, count);
        }
        if (count <= Long.BYTES) {
            return eightDigits(eight(text, from) ^ ZEROS, count);
        }
        int rest = count - Long.BYTES;
        return eightDigits(eight(text, from) ^ ZEROS, Long.BYTES) * Decimals.powerOfTen(rest)
                + eightDigits(eight(text, from + Long.BYTES) ^ ZEROS, rest);
    }

    /** {@return the number that the first of eight digits are, at least one; the first digit is the lowest byte} */
    private static long eightDigits(long digits, int count) {
        return eightDigits(digits << (Long.SIZE - Byte.SIZE * count));
    }

    /** {@return the number that eight digits are, the first of them the lowest byte} */
    private static long eightDigits(long all) {
        long pairs = all * 10 + (all >>> 8);
        return ((pairs & PAIRS) * (100 + (1_000_000L << 32)) + ((pairs >>> 16) & PAIRS) * (1 + (10_000L << 32))) >>> 32;
    }

    /** {@return the number that the first of four digits are, at least one} */
    private static long fourDigits(int digits, int count) {
        int all = digits << (Integer.SIZE - Byte.SIZE * count);
        int pairs = all * 10 + (all >>> 8);
        return (pairs & 0xFF) * 100L + ((pairs >>> 16) & 0xFF);
    }

    /** {@return where a price ends that fits a long and is no finer than the scale, or {@link #NOT_USUAL}} */
    private static int priceEnd(byte[] text, int from, int scale) {
        int end = digitsEnd(text, from);
        if (end == from || end - from > LONGEST_PRICE) {
            return NOT_USUAL;
        }
        if (text[end] != '.') {
            return end;
        }
        int point = end;
        end = digitsEnd(text, point + 1);
        return end == point + 1 || end - point - 1 > scale ? NOT_USUAL : end;
    }

    /** {@return the price that {@link #priceEnd} found, in units of the scale} */
    private static long longPrice(byte[] text, int from, int end, int scale) {
        int point = digitsEnd(text, from);
        long whole = number(text, from, point) * Decimals.powerOfTen(scale);
        if (point == end) {
            return whole;
        }
        int fraction = end - point - 1;
        return whole + number(text, point + 1, end) * Decimals.powerOfTen(scale - fraction);
    }

    // the careful way

    private void addCarefully() {
        long time = timestamps.parse(reader.bytes(), reader.start(places[TIME]), reader.end(places[TIME]));
        boolean usable = time != Timestamps.INVALID;
        if (!usable) {
            refuse(TIME, "should be " + Timestamps.ACCEPTED);
        } else if (!isWrittenAlike(reader.line())) {
            usable = false;
            refuse(
                    TIME,
                    "has " + offset(timestamps.writtenOffset()) + ", other times of the file have "
                            + offset(firstOffset) + ", first in line " + firstOffsetLine
                            + "; all times of a file are written alike");
        }
        boolean quoteAlone = isEmpty(PRICE);
        long sequence = places[SEQUENCE] < 0 ? row : wholeNumber(SEQUENCE, false);
        long quantity = wholeNumber(QUANTITY, quoteAlone);
        long openInterest = wholeNumber(OPEN_INTEREST, quoteAlone);
        usable &= sequence >= 0 && quantity >= 0 && openInterest >= 0;
        int symbol = symbols.find(reader.bytes(), reader.start(places[SYMBOL]), reader.end(places[SYMBOL]));
        if (symbol < 0) {
            if (usable) {
                intake.unknown(() -> reader.text(places[SYMBOL]), reader.line());
            }
            return;
        }
        long price = price(PRICE, scales[symbol]);
        long bid = price(BID, scales[symbol]);
        long ask = price(ASK, scales[symbol]);
        if (usable && price != REFUSED && bid != REFUSED && ask != REFUSED) {
            intake.add(time, sequence, symbol, price, quantity, openInterest, bid, ask, reader.line());
        }
    }

    /** {@return whether the time parsed last is written with the offset of the file's first one, or without like it} */
    private boolean isWrittenAlike(long line) {
        if (firstOffsetLine == 0) {
            firstOffset = timestamps.writtenOffset();
            firstOffsetLine = line;
        }
        return firstOffset == timestamps.writtenOffset();
    }

    private boolean isEmpty(int column) {
        return places[column] < 0 || reader.start(places[column]) == reader.end(places[column]);
    }

    /** {@return the number, or below 0 if it was refused} */
    private long wholeNumber(int column, boolean mayBeEmpty) {
        if (mayBeEmpty && isEmpty(column)) {
            return 0;
        }
        long number = Numbers.units(reader.bytes(), reader.start(places[column]), reader.end(places[column]), WHOLE);
        if (number < 0) {
            refuse(column, "should be a whole number, 0 or more");
        }
        return number;
    }

    /** {@return the price, {@link TickSeries#NO_PRICE} or {@link #REFUSED}} */
    private long price(int column, int scale) {
        if (isEmpty(column)) {
            return TickSeries.NO_PRICE;
        }
        long price = Numbers.units(reader.bytes(), reader.start(places[column]), reader.end(places[column]), scale);
        if (price < 0) {
            refuse(
                    column,
                    Numbers.reason(price, scale) + "; a price is above 0 with at most " + scale + " fraction digits");
            return REFUSED;
        }
        return price;
    }

    private void refuse(int column, String reason) {
        String name = NAMES.get(column);
        intake.problems()
                .add(
                        file.name() + ": " + name + " " + reason,
                        () -> file.at(reader) + name + " \"" + CsvFile.shortened(reader.text(places[column])) + "\" "
                                + reason);
    }

    private static String offset(int seconds) {
        return seconds == Timestamps.LOCAL
                ? "no offset"
                : "the offset " + ZoneOffset.ofTotalSeconds(seconds).getId();
    }
}
