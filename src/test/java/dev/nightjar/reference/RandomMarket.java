package dev.nightjar.reference;

import dev.nightjar.market.Bars;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Session;
import dev.nightjar.market.WarmUp;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Small made market days: an index that strategies trade, one that supports, options for three expiries around the money.
 *
 * <p>Prices walk on a coarse grid, leap now and then and turn back at a bound, so that they meet the same levels again and again. There
 * are seconds and minutes without ticks, several ticks in a second, sub-second times, contracts that tick late, never, or do not exist.
 * One market in four has a stock instead of the index; half of them have quotes, with gaps, and ticks that are quotes alone.
 *
 * <p>Some are made for strategies that keep positions overnight: a few short days, on most of which a contract looks the same, with
 * nights in which contracts expire.
 *
 * <p>Others consist of bars of 1, 2, 5, 15 or 60 minutes or a day, some of which are missing; instruments and contracts begin late,
 * pause, or have no bar at all. The last bar of a session may be cut short.
 */
public final class RandomMarket {

    /** What strategies trade. */
    public static final String TRADING = "NIFTY";
    /** What they may look at besides. */
    public static final String SUPPORTING = "BANKNIFTY";

    /** The widths of candles that have a warm-up on days of ticks, in minutes. */
    private static final List<Integer> WIDTHS = List.of(1, 2, 3, 5, 15, 60, 1440);

    private static final int DAY = 1440;
    private static final LocalTime OPEN = LocalTime.of(9, 15);

    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    private static final LocalDate FIRST_DATE = LocalDate.of(2024, 10, 29);
    private static final List<LocalDate> EXPIRIES = List.of(
            LocalDate.of(2024, 10, 29),
            LocalDate.of(2024, 10, 31),
            LocalDate.of(2024, 11, 7),
            LocalDate.of(2024, 11, 28),
            LocalDate.of(2025, 1, 2));
    private static final int[] FRACTIONS = {0, 0, 250_000_000, 500_000_000, 123_456_789, 999_999_999};
    private static final int STRIKES_EACH_SIDE = 4;

    private final Random random;
    private final BigDecimal base;
    private final BigDecimal grid;
    private final int priceScale;
    private final String strikeInterval;
    private final int walkBound;
    private final int warmUpLength;
    private final List<MarketDay> days = new ArrayList<>();
    private final boolean lasting;
    /** The digits of options that look the same on all days. */
    private final int lastingScale;

    /** In minutes; 0 if there are ticks. */
    private final int barWidth;
    /** Whether everything ticks several times a second. */
    private final boolean busy;

    private final String exchange;
    private final boolean stock;
    private final boolean quoted;
    /** In units of two decimals; 0 is unknown. */
    private final long tickSize;

    private RandomMarket(long seed, boolean lasting, int barWidth, boolean busy) {
        this.lasting = lasting;
        this.busy = busy;
        this.barWidth = barWidth;
        exchange = seed % 6 == 0 ? "XNYS" : "NSE";
        random = random(seed);
        stock = random.nextInt(4) == 0;
        quoted = random.nextInt(2) == 0;
        tickSize = List.of(0L, 5L, 5L, 10L, 25L).get(random.nextInt(5));
        int flavour = random.nextInt(5);
        base = new BigDecimal(flavour == 0 ? "120" : "24250");
        // in the last flavour every fourth price lies halfway between two strikes
        strikeInterval = List.of("2.5", "50", "50", "50", "10").get(flavour);
        walkBound = flavour == 4 ? 18 : 45;
        grid = new BigDecimal(List.of("0.10", "3", "1.2505", "2.5", "2.5").get(flavour));
        priceScale = List.of(2, 0, 4, 2, 2).get(flavour);
        warmUpLength = List.of(0, 4, 30, 500, 500, 500).get(random.nextInt(6));
        if (lasting) {
            lastingScale = List.of(2, 2, 0, 4).get(random.nextInt(4));
            LocalDate date = FIRST_DATE.plusDays(random.nextInt(4) - 1);
            int most = barWidth == DAY ? 8 + random.nextInt(25) : 2 + random.nextInt(4);
            for (int day = 0; day < most; day++) {
                days.add(day(date));
                date = date.plusDays(List.of(1, 1, 1, 1, 1, 1, 1, 1, 2, 5).get(random.nextInt(10)));
            }
            return;
        }
        lastingScale = 0;
        int count = List.of(1, 1, 1, 2, 3).get(random.nextInt(5));
        for (int day = 0; day < count; day++) {
            days.add(day(FIRST_DATE.plusDays(day)));
        }
    }

    /** {@return a source whose first numbers differ even between neighbouring seeds} */
    static Random random(long seed) {
        return new Random(seed * 0x9E3779B97F4A7C15L);
    }

    public static RandomMarket of(long seed) {
        return new RandomMarket(seed, false, 0, false);
    }

    /** {@return a market of a few minutes in which all that ticks does so several times a second, often at the same time} */
    public static RandomMarket busy(long seed) {
        return new RandomMarket(seed, false, 0, true);
    }

    /** {@return a market of bars} */
    public static RandomMarket bars(long seed) {
        Random widths = random(seed * 41 + 3);
        return new RandomMarket(
                seed, false, List.of(1, 1, 1, 1, 2, 5, 5, 15, 60, DAY).get(widths.nextInt(10)), false);
    }

    /** {@return a market of several days of bars through which positions can be kept} */
    public static RandomMarket lastingBars(long seed) {
        Random widths = random(seed * 43 + 7);
        return new RandomMarket(seed, true, List.of(1, 5, 15, 60, DAY, DAY, DAY).get(widths.nextInt(7)), false);
    }

    /** {@return a market of several days through which positions can be kept} */
    public static RandomMarket lasting(long seed) {
        return new RandomMarket(seed, true, 0, false);
    }

    /** {@return the width of the bars in minutes, 0 if there are ticks} */
    int barWidth() {
        return barWidth;
    }

    /** {@return the widths that candles may have, in minutes, the usual ones first} */
    List<Integer> widths() {
        if (barWidth == 0) {
            return WIDTHS;
        }
        return IntStream.of(barWidth, 2 * barWidth, 3 * barWidth, 5 * barWidth, DAY)
                .filter(width -> width <= DAY)
                .distinct()
                .boxed()
                .toList();
    }

    /** {@return whether its sessions are of other lengths than usual} */
    boolean isOddlyLong() {
        return barWidth > 0 || busy;
    }

    /** {@return how long the first session is, in whole minutes} */
    int minutes() {
        Session session = days.get(0).session();
        return (int) (session.close() - session.open()) / 60;
    }

    /** {@return where the trading index is quoted; one market in six is not Indian} */
    String exchange() {
        return exchange;
    }

    public List<MarketDay> days() {
        return List.copyOf(days);
    }

    /** {@return the price around which the trading index walks} */
    BigDecimal base() {
        return base;
    }

    /** {@return the distance of neighbouring prices of the trading index} */
    BigDecimal grid() {
        return grid;
    }

    /** {@return whether what strategies trade can itself be bought} */
    boolean isTradable() {
        return stock;
    }

    /** {@return whether most tick sizes are known} */
    boolean hasTickSizes() {
        return tickSize > 0;
    }

    /** {@return whether contracts have bids and asks} */
    public boolean hasQuotes() {
        return quoted;
    }

    /** {@return the distance of neighbouring strikes} */
    BigDecimal strikeInterval() {
        return new BigDecimal(strikeInterval);
    }

    /** {@return whether indicators can be asked for: bars may go without a warm-up} */
    boolean hasWarmUp() {
        return warmUpLength > 0 || barWidth > 0;
    }

    private MarketDay day(LocalDate date) {
        int minutes = lasting ? 5 + random.nextInt(9) : 20 + random.nextInt(26);
        int seconds = minutes * 60 + List.of(0, 0, 30, 59).get(random.nextInt(4));
        if (busy) {
            minutes = 2 + random.nextInt(6);
            seconds = minutes * 60 + seconds % 60;
        }
        if (barWidth > 0 && barWidth < DAY) {
            minutes += random.nextInt(60);
            // the last bar may be cut short
            int more = random.nextInt(3) == 0 ? random.nextInt(barWidth) : 0;
            seconds = (Math.min(lasting ? 20 : minutes, 780 / barWidth) * barWidth + more) * 60 + seconds % 60;
        }
        Session session = Session.of(date, ZONE, OPEN, OPEN.plusSeconds(seconds));
        ListedDay.Builder day = ListedDay.of(session);
        day.quoted(
                TRADING,
                stock ? InstrumentKind.STOCK : InstrumentKind.INDEX,
                exchange,
                stock ? tickSize(priceScale) : 0,
                priceScale);
        if (random.nextInt(lasting ? 200 : 60) > 0) {
            day.underlying(TRADING, strikeInterval);
        }
        day.index(SUPPORTING, 2, "100");
        WarmUp.Source source = barWidth > 0 && warmUpLength == 0 ? WarmUp.Source.UNUSED : WarmUp.Source.STORED;
        for (int width : widths()) {
            day.warmUp(TRADING, width, warmUp(session, width, base, grid, priceScale), source);
            day.warmUp(
                    SUPPORTING, width, warmUp(session, width, new BigDecimal("51200"), new BigDecimal("5"), 2), source);
        }
        List<Ticker> tickers = new ArrayList<>();
        boolean silent = random.nextInt(lasting ? 200 : 60) == 0;
        Ticker index = new Ticker(TRADING, base, grid, priceScale, silent ? 0 : 1, lateStart(seconds / 20));
        tickers.add(index);
        tickers.add(new Ticker(SUPPORTING, new BigDecimal("51200"), new BigDecimal("5"), 2, 0.7, lateStart(120)));
        addOptions(day, date, seconds, tickers);
        addFutures(day, date, seconds, tickers);
        if (barWidth > 0) {
            day.bars(barWidth);
            tickers.forEach(ticker -> ticker.bars(day, session, ticker == index && silent));
            return day.build();
        }
        double[] pace = pace(seconds);
        for (int second = 0; second <= seconds; second++) {
            for (Ticker ticker : tickers) {
                double rate = ticker == index ? pace[second / 60] : ticker.rate;
                if (ticker == index && silent) {
                    rate = 0;
                }
                ticker.tick(day, session.open() + second, second, rate);
            }
        }
        return day.build();
    }

    private int lateStart(int bound) {
        return random.nextInt(3) == 0 ? random.nextInt(bound + 1) : 0;
    }

    /** How often the trading index ticks in each minute; some minutes are silent. */
    private double[] pace(int seconds) {
        double[] pace = new double[seconds / 60 + 1];
        for (int minute = 0; minute < pace.length; minute++) {
            pace[minute] = List.of(0.0, 0.05, 0.4, 0.8, 0.8, 1.0, 2.0, 3.0).get(random.nextInt(8)) * (busy ? 2 : 1);
        }
        return pace;
    }

    private void addOptions(ListedDay.Builder day, LocalDate date, int seconds, List<Ticker> tickers) {
        BigDecimal interval = new BigDecimal(strikeInterval);
        int optionScale = lasting ? lastingScale : List.of(2, 2, 2, 0, 4).get(random.nextInt(5));
        BigDecimal optionGrid = new BigDecimal(optionScale == 0 ? "1" : "0.25");
        for (LocalDate expiry : EXPIRIES) {
            if (expiry.isBefore(date) || random.nextInt(lasting ? 40 : 5) == 0) {
                continue;
            }
            for (int step = -STRIKES_EACH_SIDE; step <= STRIKES_EACH_SIDE; step++) {
                BigDecimal strike =
                        base.add(interval.multiply(BigDecimal.valueOf(step))).stripTrailingZeros();
                for (String type : List.of("CE", "PE")) {
                    if (random.nextInt(lasting ? 60 : 12) == 0) {
                        continue;
                    }
                    String symbol = TRADING + ":" + expiry + ":OPT:" + strike.toPlainString() + ":" + type;
                    day.option(symbol, tickSize(optionScale), optionScale);
                    double rate =
                            List.of(0.0, 0.02, 0.1, 0.1, 0.1, 0.3, 0.3, 0.3).get(random.nextInt(8));
                    int money = type.equals("CE") ? -step : step;
                    tickers.add(new Ticker(
                            symbol,
                            BigDecimal.valueOf(60 + 10L * money),
                            optionGrid,
                            optionScale,
                            rate,
                            random.nextInt(5) == 0 ? random.nextInt(seconds) : lateStart(60)));
                }
            }
        }
    }

    private void addFutures(ListedDay.Builder day, LocalDate date, int seconds, List<Ticker> tickers) {
        for (LocalDate expiry : EXPIRIES) {
            if (expiry.isBefore(date) || random.nextInt(lasting ? 20 : 4) == 0) {
                continue;
            }
            String symbol = TRADING + ":" + expiry + ":FUT";
            day.future(symbol, tickSize(priceScale), priceScale);
            double rate = List.of(0.02, 0.1, 0.3, 0.3).get(random.nextInt(4));
            tickers.add(new Ticker(symbol, base, grid, priceScale, rate, lateStart(seconds / 4)));
        }
    }

    /** {@return the tick size of most, in units of a scale} */
    private long tickSize(int scale) {
        return !lasting && random.nextInt(30) == 0
                ? 0
                : Math.max(1, tickSize * (long) Math.pow(10, scale) / 100) * Long.signum(tickSize);
    }

    /** {@return a price for each number of steps} */
    private static List<BigDecimal> prices(BigDecimal around, BigDecimal step, int scale, int... steps) {
        return IntStream.of(steps)
                .mapToObj(number -> price(around, step, number, scale))
                .toList();
    }

    private Bars warmUp(Session session, int width, BigDecimal around, BigDecimal step, int scale) {
        int count = warmUpLength;
        long[] starts = new long[count];
        long[][] columns = new long[5][count];
        int place = 0;
        for (int bar = 0; bar < count; bar++) {
            int back = count - 1 - bar;
            int perDay = Math.max(1, 375 / width);
            long day = session.open() - 86_400L * (back / perDay + 1);
            starts[bar] = day + 60L * width * (perDay - 1 - back % perDay);
            if (barWidth > 0 && width == DAY) {
                starts[bar] -= OPEN.toSecondOfDay();
            }
            int from = place;
            place = turnBack(place + random.nextInt(9) - 4);
            columns[0][bar] = units(around, step, from, scale);
            columns[1][bar] = units(around, step, Math.max(from, place) + random.nextInt(3), scale);
            columns[2][bar] = units(around, step, Math.min(from, place) - random.nextInt(3), scale);
            columns[3][bar] = units(around, step, place, scale);
            columns[4][bar] = random.nextInt(1000);
        }
        return Bars.of(scale, starts, columns[0], columns[1], columns[2], columns[3], columns[4]);
    }

    private int turnBack(int place) {
        return Math.max(-walkBound, Math.min(walkBound, place));
    }

    private static long units(BigDecimal around, BigDecimal step, int steps, int scale) {
        return price(around, step, steps, scale).unscaledValue().longValueExact();
    }

    private static BigDecimal price(BigDecimal around, BigDecimal step, int steps, int scale) {
        return around.add(step.multiply(BigDecimal.valueOf(steps)))
                .max(BigDecimal.ZERO)
                .setScale(scale, RoundingMode.DOWN);
    }

    /** One instrument's walk through the day. */
    private final class Ticker {
        private final String symbol;
        private final BigDecimal around;
        private final BigDecimal step;
        private final int scale;
        private final double rate;
        private final int start;
        private int place;
        private int drift;

        Ticker(String symbol, BigDecimal around, BigDecimal step, int scale, double rate, int start) {
            this.symbol = symbol;
            this.around = around;
            this.step = step;
            this.scale = scale;
            this.rate = busy ? rate * 8 : rate;
            this.start = start;
        }

        void tick(ListedDay.Builder day, long epochSecond, int second, double pace) {
            int count = (int) pace + (random.nextDouble() < pace - (int) pace ? 1 : 0);
            if (second < start || pace == 0) {
                return;
            }
            if (random.nextInt(90) == 0) {
                drift = random.nextInt(3) - 1;
            }
            for (int tick = 0; tick < count; tick++) {
                place = turnBack(place + random.nextInt(5) - 2 + (random.nextInt(3) == 0 ? drift : 0));
                if (random.nextInt(60) == 0) {
                    place = turnBack(place + random.nextInt(31) - 15);
                }
                long time = epochSecond * 1_000_000_000L + FRACTIONS[random.nextInt(FRACTIONS.length)];
                boolean quotes = quoted && (stock || !symbol.equals(TRADING)) && !symbol.equals(SUPPORTING);
                boolean alone = quotes && random.nextInt(4) == 0;
                day.tick(
                        symbol,
                        time,
                        alone ? null : price(around, step, place, scale),
                        quotes ? quote(place - random.nextInt(3)) : null,
                        quotes ? quote(place + random.nextInt(3)) : null,
                        alone ? 0 : random.nextInt(200),
                        random.nextInt(50) * 75L);
            }
        }

        /** Adds bars, with pauses. */
        void bars(ListedDay.Builder day, Session session, boolean silent) {
            boolean instrument = symbol.equals(TRADING) || symbol.equals(SUPPORTING);
            boolean always = symbol.equals(TRADING) && (barWidth == DAY || lasting);
            double often = instrument
                    ? List.of(0.6, 0.95, 0.95, 1.0).get(always ? 3 : random.nextInt(4))
                    : List.of(0.0, 0.2, 0.7, 0.7, 0.9, 0.9, 1.0, 1.0).get(random.nextInt(8));
            long first = session.open() + (barWidth == DAY || lasting ? 0 : start);
            int pause = 0;
            for (long at = session.open(); at < session.close(); at += 60L * barWidth) {
                int gap = random.nextInt(4) > 0 ? random.nextInt(3) - 1 : random.nextInt(11) - 5;
                int open = turnBack(place + gap);
                int high = open + random.nextInt(4);
                int low = open - random.nextInt(4);
                if (random.nextInt(12) == 0) {
                    high += random.nextInt(12);
                    low -= random.nextInt(12);
                }
                place = turnBack(low + random.nextInt(high - low + 1));
                high = Math.max(high, place);
                low = Math.min(low, place);
                pause = random.nextInt(40) == 0 && !always ? random.nextInt(8) : pause - 1;
                if (silent || at < first || pause > 0 || random.nextDouble() >= often) {
                    continue;
                }
                long from = barWidth == DAY
                        ? session.date().atStartOfDay(session.zone()).toEpochSecond()
                        : at + (instrument && random.nextInt(12_000) == 0 ? 1 : 0);
                day.bar(symbol, from, prices(around, step, scale, open, high, low, place), random.nextInt(500));
            }
        }

        /** {@return a quote; now and then nobody quotes} */
        private @Nullable BigDecimal quote(int steps) {
            return switch (random.nextInt(7)) {
                case 0 -> null;
                case 1 -> BigDecimal.ZERO;
                default -> price(around, step, steps, scale);
            };
        }
    }
}
