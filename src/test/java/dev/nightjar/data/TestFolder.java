package dev.nightjar.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** Writes small data folders. */
final class TestFolder {

    static final String TICKS = "timestamp,sequence,symbol,ltp,ltq,oi";
    static final String CANDLES = "timestamp,open,high,low,close,volume";
    static final String INSTRUMENTS =
            "symbol,kind,exchange,underlying,expiry,strike,option_type,lot_size,tick_size,price_scale";
    static final String NIFTY = "NIFTY,INDEX,NSE,,,,,,0.05,2";

    private static final AtomicInteger STORES = new AtomicInteger();

    private final Path root;

    TestFolder(Path root) {
        this.root = root;
        file("instruments.csv", INSTRUMENTS, NIFTY, option("2024-11-07", 24_250, "CE"));
    }

    /** {@return the day of a folder, imported with the days before it into a store of its own inside the folder} */
    static DataDay imported(Path root, LocalDate date) {
        DataFolder source = DataFolder.open(root);
        DayStore store = DayStore.open(root.resolve("store" + STORES.incrementAndGet()));
        store.importDays(source, source.withEarlier(List.of(date)), day -> {});
        return store.open(date);
    }

    static String option(String expiry, int strike, String type) {
        return "NIFTY:" + expiry + ":OPT:" + strike + ":" + type + ",OPTION,NFO,NIFTY," + expiry + "," + strike + ","
                + type + ",75,0.05,2";
    }

    Path root() {
        return root;
    }

    TestFolder file(String name, String... lines) {
        return bytes(name, text(lines));
    }

    TestFolder gzip(String name, String... lines) {
        return bytes(name, compressed(text(lines)));
    }

    TestFolder bytes(String name, byte[] content) {
        Path file = root.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
        return this;
    }

    static byte[] text(String... lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] compressed(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Adds a day of random ticks of NIFTY and its option, in random row order, some of them outside the session. */
    TestFolder randomDay(LocalDate date, long seed) {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        int count = 1 + random.nextInt(400);
        for (int tick = 0; tick < count; tick++) {
            int second = 9 * 3600 + 14 * 60 + random.nextInt(22_700);
            String symbol = random.nextInt(3) == 0 ? "NIFTY:2024-11-07:OPT:24250:CE" : "NIFTY";
            String fraction = random.nextBoolean() ? "" : "." + (100 + random.nextInt(900));
            rows.add(String.format(
                    java.util.Locale.ROOT,
                    "%s %02d:%02d:%02d%s,%d,%s,%d.%02d,%d,%d",
                    date,
                    second / 3600,
                    second / 60 % 60,
                    second % 60,
                    fraction,
                    tick,
                    symbol,
                    100 + random.nextInt(50),
                    random.nextInt(100),
                    random.nextInt(500),
                    random.nextInt(1000)));
        }
        rows.add(date + " 12:00:00," + count + ",NIFTY,120,0,0");
        Collections.shuffle(rows, random);
        rows.add(0, TICKS);
        String[] lines = rows.toArray(String[]::new);
        return random.nextBoolean() ? file("ticks/" + date + ".csv", lines) : gzip("ticks/" + date + ".csv.gz", lines);
    }
}
