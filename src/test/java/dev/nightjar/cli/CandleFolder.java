package dev.nightjar.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A home, a data folder of candles in it, and one-off runs over them. */
final class CandleFolder {

    private final Path root;
    private final List<String> instruments = new ArrayList<>(
            List.of("symbol,kind,exchange,underlying,expiry,strike,option_type,lot_size,tick_size,price_scale"));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    CandleFolder(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    Path data() {
        return root.resolve("data");
    }

    CandleFolder file(String name, List<String> lines) {
        Path file = root.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, lines);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return this;
    }

    /** Adds an instrument of the NSE, with candles if there are any. */
    CandleFolder candles(String symbol, String kind, int priceScale, String timeframe, List<String> rows) {
        return candles("NSE", symbol, kind, priceScale, timeframe, rows);
    }

    /** Adds an instrument of an exchange, likewise. */
    CandleFolder candles(
            String exchange, String symbol, String kind, int priceScale, String timeframe, List<String> rows) {
        instruments.add(symbol + "," + kind + "," + exchange + ",,,,,,," + priceScale);
        file("data/instruments.csv", instruments);
        return file(
                "data/candles/" + symbol + "/" + timeframe + ".csv",
                Stream.concat(Stream.of("timestamp,open,high,low,close,volume"), rows.stream())
                        .toList());
    }

    /** {@return the exit code of a backtest of the home's {@code strategy.json}} */
    int backtest(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "backtest",
                "--strategy",
                root.resolve("strategy.json").toString(),
                "--data",
                data().toString(),
                "--nightjar.home",
                root.toString(),
                "--out",
                results().toString()));
        args.addAll(List.of(more));
        return new CommandLineApp(
                        (home, queue, overrides, toOut, toErr) -> -1,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(args.toArray(String[]::new));
    }

    private Path results() {
        return root.resolve("out");
    }

    /** {@return what the runs said of themselves} */
    String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** {@return a file of one of several strategies} */
    JsonNode json(String strategyId, String name) {
        try {
            return new JsonMapper().readTree(Files.readString(results().resolve(strategyId + "_direct/" + name)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    JsonNode json(String name) {
        try (Stream<Path> files = Files.walk(results())) {
            Path file = files.filter(path -> path.endsWith(name)).findFirst().orElseThrow();
            return new JsonMapper().readTree(Files.readString(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
