package dev.nightjar.data;

import dev.nightjar.market.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * The candle files of a made market, so that its first day has candles before it: of the made days they are those of the
 * ticks; the earlier ones lead to where the first day begins.
 */
final class MadeCandles {

    private static final int[] WIDTHS = {1, 3, 5, 15};
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final double MINUTES_A_YEAR = 252 * 375.0;
    private static final double NIGHT_IN_MINUTES = 94;
    private static final double WICK = 0.5;
    private static final int MOST_VOLUME = 20_000;

    private final Path folder;
    private final List<MadeUnderlying> underlyings;

    MadeCandles(Path folder, List<MadeUnderlying> underlyings) {
        this.folder = folder;
        this.underlyings = underlyings;
    }

    /** Writes the candles before the first made day. */
    void before(List<Session> sessions, long seed) {
        double[] prices =
                underlyings.stream().mapToDouble(MadeUnderlying::level).toArray();
        Deque<MadeMinutes> days = new ArrayDeque<>();
        for (int day = sessions.size() - 1; day >= 0; day--) {
            Session session = sessions.get(day);
            MadeMinutes minutes = new MadeMinutes(underlyings.size(), (int) (session.close() - session.open()));
            for (int place = 0; place < prices.length; place++) {
                prices[place] = backwards(place, prices[place], minutes, seed, session);
            }
            days.addFirst(minutes);
        }
        for (Session session : sessions) {
            write(session, days.removeFirst());
        }
    }

    /** Makes a day from its close back to its open, and says where the day before closed. */
    private double backwards(int place, double close, MadeMinutes minutes, long seed, Session session) {
        MadeUnderlying underlying = underlyings.get(place);
        double minute = underlying.volatility() / Math.sqrt(MINUTES_A_YEAR);
        double together = underlying.correlation();
        double alone = Math.sqrt(1 - together * together);
        long day = session.date().toEpochDay();
        SplitMix64 market = SplitMix64.of(seed, day, 3);
        SplitMix64 own = SplitMix64.of(seed, day, 4, place);
        double price = close;
        for (int at = minutes.count() - 1; at >= 0; at--) {
            double open = price * StrictMath.exp(-minute * (together * market.normal() + alone * own.normal()));
            double above = Math.max(open, price) * (1 + WICK * minute * own.exponential());
            double below = Math.min(open, price) * (1 - WICK * minute * own.exponential());
            long volume = underlying.isIndex() ? 0 : 1 + (long) (own.unit() * MOST_VOLUME);
            minutes.trade(place, at, paise(open), 0);
            minutes.trade(place, at, paise(above), 0);
            minutes.trade(place, at, paise(below), 0);
            minutes.trade(place, at, paise(price), volume);
            price = open;
        }
        double night = Math.sqrt(NIGHT_IN_MINUTES) * (together * market.normal() + alone * own.normal());
        return price * StrictMath.exp(-minute * night);
    }

    private static long paise(double price) {
        return Math.max(1, (long) Math.floor(price * 100 / MadeLine.STEP + 0.5)) * MadeLine.STEP;
    }

    /** Adds a day to the files. */
    void write(Session session, MadeMinutes minutes) {
        LocalDateTime open =
                Instant.ofEpochSecond(session.open()).atZone(session.zone()).toLocalDateTime();
        for (int place = 0; place < underlyings.size(); place++) {
            for (int width : WIDTHS) {
                StringBuilder lines = new StringBuilder();
                for (int from = 0; from < minutes.count(); from += width) {
                    long[] candle = minutes.candle(place, from, from + width);
                    if (candle != null) {
                        lines.append(TIME.format(open.plusMinutes(from)));
                        for (int field = 0; field < 4; field++) {
                            price(lines.append(','), candle[field]);
                        }
                        lines.append(',').append(candle[4]).append('\n');
                    }
                }
                append(underlyings.get(place).symbol(), width, lines);
            }
        }
    }

    private static void price(StringBuilder line, long paise) {
        line.append(paise / 100).append('.').append(paise / 10 % 10).append(paise % 10);
    }

    private void append(String symbol, int width, StringBuilder lines) {
        Path file = folder.resolve("candles").resolve(symbol).resolve(width + "m.csv");
        try {
            Files.createDirectories(file.getParent());
            if (!Files.exists(file)) {
                lines.insert(0, "timestamp,open,high,low,close,volume\n");
            }
            Files.writeString(
                    file, lines, StandardCharsets.US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(file + " cannot be written: " + failed.getMessage(), failed);
        }
    }
}
