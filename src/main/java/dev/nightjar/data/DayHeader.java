package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Session;
import dev.nightjar.market.Underlying;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a day file says of the day.
 *
 * @param instruments those of the day, by symbol
 * @param blocks the index blocks of those that ticked, by symbol
 */
record DayHeader(
        Session session,
        MinuteDirectory minutes,
        SortedMap<String, Instrument> instruments,
        SortedMap<String, Underlying> underlyings,
        Map<String, Block> blocks) {

    /**
     * Where the index of a symbol is.
     *
     * @param at the word of the file, unsigned
     * @param flags see {@link DayFormat}
     */
    record Block(int at, int cells, int flags) {

        long begin() {
            return Integer.toUnsignedLong(at) * Long.BYTES;
        }

        IndexLayout layout() {
            return IndexLayout.of(cells, flags);
        }
    }

    /** The block of a symbol without ticks. */
    static final Block NONE = new Block(0, 0, 0);

    void writeTo(HashedOutput out) throws IOException {
        out.putText(session.date().toString());
        out.putText(session.zone().getId());
        out.putLong(session.open());
        out.putLong(session.close());
        minutes.writeTo(out);
        out.putInt(instruments.size());
        for (Instrument instrument : instruments.values()) {
            write(instrument, out);
            Block block = blocks.getOrDefault(instrument.symbol(), NONE);
            out.putInt(block.cells());
            out.putInt(block.at());
            out.putByte(block.flags());
        }
        out.putInt(underlyings.size());
        for (Underlying underlying : underlyings.values()) {
            out.putText(underlying.symbol());
            out.putText(underlying.derivativesExchange());
            out.putText(underlying.strikeInterval().toString());
        }
    }

    private static void write(Instrument instrument, HashedOutput out) throws IOException {
        out.putText(instrument.symbol());
        out.putText(instrument.kind().name());
        out.putText(instrument.exchange());
        putOptional(out, instrument.underlying());
        putOptional(out, instrument.expiry());
        putOptional(out, instrument.strike());
        putOptional(out, instrument.optionType());
        out.putLong(instrument.lotSize());
        out.putLong(instrument.tickSize());
        out.putByte(instrument.priceScale());
    }

    private static void putOptional(HashedOutput out, @Nullable Object value) throws IOException {
        out.putText(value == null ? "" : value.toString());
    }

    /** Reads a header; whatever is wrong with it is a {@link RuntimeException}. */
    static DayHeader read(ByteBuffer in) {
        LocalDate date = LocalDate.parse(text(in));
        ZoneId zone = ZoneId.of(text(in));
        Session session = new Session(date, zone, in.getLong(), in.getLong());
        MinuteDirectory minutes = MinuteDirectory.read(in);
        SortedMap<String, Instrument> instruments = new TreeMap<>();
        Map<String, Block> blocks = new HashMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            Instrument instrument = instrument(in);
            instruments.put(instrument.symbol(), instrument);
            int cells = in.getInt();
            Block block = new Block(in.getInt(), cells, in.get());
            if (cells > 0) {
                blocks.put(instrument.symbol(), block);
            }
        }
        SortedMap<String, Underlying> underlyings = new TreeMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            Underlying underlying = new Underlying(text(in), text(in), new BigDecimal(text(in)));
            underlyings.put(underlying.symbol(), underlying);
        }
        return new DayHeader(session, minutes, instruments, underlyings, blocks);
    }

    private static Instrument instrument(ByteBuffer in) {
        String symbol = text(in);
        InstrumentKind kind = InstrumentKind.valueOf(text(in));
        String exchange = text(in);
        String underlying = text(in);
        String expiry = text(in);
        String strike = text(in);
        String optionType = text(in);
        return new Instrument(
                symbol,
                kind,
                exchange,
                underlying.isEmpty() ? null : underlying,
                expiry.isEmpty() ? null : LocalDate.parse(expiry),
                strike.isEmpty() ? null : new BigDecimal(strike),
                optionType.isEmpty() ? null : OptionType.valueOf(optionType),
                in.getLong(),
                in.getLong(),
                in.get());
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
