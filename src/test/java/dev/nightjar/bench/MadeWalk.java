package dev.nightjar.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;

/**
 * A made walk of one share in bars of a minute: sessions of 375 bars on every weekday from 2015-01-01 on, always the same. Its prices are
 * whole, so that averages of them are the same in every arithmetic.
 */
final class MadeWalk {

    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    private static final int BARS_A_DAY = 375;
    private static final int FIRST = 20_000;
    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 30_000;
    private static final int STEP = 12;
    private static final int WICK = 5;
    private static final int MOST_VOLUME = 1_000;

    /** When each bar ends, epoch seconds. */
    private final long[] ends;

    private final LocalDateTime[] starts;
    private final int[][] prices;
    private final int[] volumes;

    MadeWalk(int count) {
        ends = new long[count];
        starts = new LocalDateTime[count];
        prices = new int[count][];
        volumes = new int[count];
        Random random = new Random(7);
        LocalDate date = LocalDate.of(2015, 1, 1);
        int close = FIRST;
        for (int bar = 0; bar < count; bar++) {
            if (bar > 0 && bar % BARS_A_DAY == 0) {
                date = next(date);
            }
            starts[bar] = date.atTime(LocalTime.of(9, 15)).plusMinutes(bar % BARS_A_DAY);
            ends[bar] = starts[bar].plusMinutes(1).atZone(ZONE).toEpochSecond();
            int open = close + step(random, close, 1);
            close = open + step(random, open, STEP);
            prices[bar] = new int[] {
                open, Math.max(open, close) + random.nextInt(WICK), Math.min(open, close) - random.nextInt(WICK), close
            };
            volumes[bar] = 1 + random.nextInt(MOST_VOLUME);
        }
    }

    /** {@return a step in either direction that stays between the bounds} */
    private static int step(Random random, int price, int most) {
        int step = random.nextInt(2 * most + 1) - most;
        return price + step < LOWEST || price + step > HIGHEST ? -step : step;
    }

    private static LocalDate next(LocalDate date) {
        LocalDate next = date.plusDays(1);
        return next.getDayOfWeek() == DayOfWeek.SATURDAY || next.getDayOfWeek() == DayOfWeek.SUNDAY ? next(next) : next;
    }

    int count() {
        return ends.length;
    }

    long end(int bar) {
        return ends[bar];
    }

    /** Writes it as a data folder. */
    void writeFolder(Path folder, String symbol) throws IOException {
        Path candles = Files.createDirectories(folder.resolve("candles").resolve(symbol));
        Files.writeString(
                folder.resolve("instruments.csv"),
                "symbol,kind,exchange,underlying,expiry,strike,option_type,lot_size,tick_size,price_scale\n" + symbol
                        + ",STOCK,NSE,,,,,1,1,0\n");
        try (PrintWriter days = writer(folder.resolve("calendar.csv"));
                PrintWriter bars = writer(candles.resolve("1m.csv"))) {
            DateTimeFormatter time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
            days.print("exchange,date,open,close\n");
            bars.print("timestamp,open,high,low,close,volume\n");
            for (int bar = 0; bar < count(); bar++) {
                if (bar % BARS_A_DAY == 0) {
                    days.print("NSE," + starts[bar].toLocalDate() + ",09:15,15:30\n");
                }
                bars.print(time.format(starts[bar]) + row(bar));
            }
        }
    }

    /** Writes it as one table, with the ends of the bars in epoch seconds. */
    void writeTable(Path file) throws IOException {
        try (PrintWriter bars = writer(file)) {
            bars.print("time,open,high,low,close,volume\n");
            for (int bar = 0; bar < count(); bar++) {
                bars.print(ends[bar] + row(bar));
            }
        }
    }

    private String row(int bar) {
        int[] own = prices[bar];
        return "," + own[0] + "," + own[1] + "," + own[2] + "," + own[3] + "," + volumes[bar] + "\n";
    }

    private static PrintWriter writer(Path file) throws IOException {
        return new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    }
}
