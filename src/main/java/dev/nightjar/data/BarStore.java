package dev.nightjar.data;

import dev.nightjar.market.BarWidth;
import dev.nightjar.market.Timeframe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The candles of a data set as they came, beside its days: one file for each symbol and timeframe, all days of it.
 *
 * <p>{@code <symbol>/<timeframe>-<16 digits of the hash>.bars} never changes; which one counts stands in {@code
 * <symbol>/<timeframe>.current}. Candles built from ticks are never in it.
 */
public final class BarStore {

    private static final int HASH_DIGITS = 16;

    private final Path folder;

    BarStore(Path folder) {
        this.folder = folder;
    }

    static Path file(Path ofSymbol, Timeframe timeframe, String hash) {
        return ofSymbol.resolve(timeframe.label() + "-" + hash.substring(0, HASH_DIGITS) + ".bars");
    }

    private Path current(CandleKey key) {
        return ofSymbol(key).resolve(key.timeframe().label() + Current.ENDING);
    }

    private Path ofSymbol(CandleKey key) {
        return folder.resolve(key.symbol());
    }

    /** {@return whose candles it has, ascending} */
    public List<CandleKey> keys() {
        List<CandleKey> keys = new ArrayList<>();
        for (Path symbol : list(folder)) {
            if (Files.isDirectory(symbol)) {
                for (Path file : list(symbol)) {
                    timeframe(file).ifPresent(timeframe -> keys.add(new CandleKey(name(symbol), timeframe)));
                }
            }
        }
        keys.sort(null);
        return keys;
    }

    private static Optional<Timeframe> timeframe(Path file) {
        String name = name(file);
        if (!name.endsWith(Current.ENDING)) {
            return Optional.empty();
        }
        return BarWidth.labelled(name.substring(0, name.length() - Current.ENDING.length()))
                .filter(BarWidth::isWholeMinutes)
                .map(BarWidth::timeframe);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(folder + " cannot be listed: " + unreadable.getMessage(), unreadable);
        }
    }

    /**
     * Opens candles; each is checked when it is first looked at.
     *
     * @throws DataException if it does not have them, or their file is damaged
     */
    public StoredBars open(CandleKey key) {
        StoredBars bars = find(key);
        if (bars == null) {
            throw new DataException(
                    folder.toString(),
                    List.of("the store has no " + key.timeframe().label() + " candles of " + key.symbol()));
        }
        return bars;
    }

    /** {@return the candles, or null if it has none} */
    @Nullable StoredBars find(CandleKey key) {
        Current current = Current.read(current(key));
        return current == null ? null : opened(key, current.hash());
    }

    private StoredBars opened(CandleKey key, String hash) {
        Path file = file(ofSymbol(key), key.timeframe(), hash);
        StoredBars bars = BarsFile.open(file);
        if (!bars.hash().equals(hash)
                || !bars.instrument().symbol().equals(key.symbol())
                || !bars.timeframe().equals(key.timeframe())) {
            throw BarsFile.damaged(
                    file,
                    "it holds " + bars.timeframe().label() + " candles of "
                            + bars.instrument().symbol() + " with hash " + bars.hash());
        }
        return bars;
    }

    /** {@return what was found when the candles were imported} */
    public List<Finding> findings(CandleKey key) {
        Current current = Current.read(current(key));
        return current == null ? List.of() : FindingsFile.read(findingsFile(key, current.hash()));
    }

    private Path findingsFile(CandleKey key, String hash) {
        return ofSymbol(key)
                .resolve(key.timeframe().label() + "-" + hash.substring(0, HASH_DIGITS) + FindingsFile.ENDING);
    }

    /**
     * Brings candles into the store. What is there and has not changed at its source is left alone.
     *
     * @param strict whether findings that speak against the candles refuse them
     * @throws DataException with everything that is wrong with them
     */
    CandleImport importFrom(CandleSource source, CandleKey key, boolean strict) {
        Current current = Current.usable(current(key));
        String fingerprint = source.fingerprint(key);
        if (current != null && current.source().equals(fingerprint) && isWhole(key, current.hash())) {
            List<Finding> known = findings(key);
            if (strict) {
                refuse(source, known);
            }
            return new CandleImport(key, current.hash(), true, known);
        }
        Findings findings = new Findings();
        String hash = write(source, key, strict, findings);
        if (!fingerprint.equals(source.fingerprint(key))) {
            String what = "the " + key.timeframe().label() + " candles of " + key.symbol();
            throw new DataException(what, List.of(what + " changed while they were being imported; import again"));
        }
        FindingsFile.write(findingsFile(key, hash), findings.list());
        new Current(hash, fingerprint).write(current(key));
        return new CandleImport(key, hash, false, findings.list());
    }

    /** {@return whether the candles that count were imported from what the source has now} */
    boolean isFrom(CandleSource source, CandleKey key) {
        Current current = Current.read(current(key));
        return current != null && current.source().equals(source.fingerprint(key));
    }

    private static void refuse(CandleSource source, List<Finding> known) {
        Problems problems = new Problems();
        Findings findings = new Findings();
        findings.addAll(known);
        findings.refuse(problems);
        problems.throwIfAny(source.name());
    }

    private String write(CandleSource source, CandleKey key, boolean strict, Findings findings) {
        Problems problems = new Problems();
        CandleSubject subject = source.candleSubject(key);
        BarsFile.Subject stored = new BarsFile.Subject(subject.instrument(), subject.zone(), key.timeframe());
        try (BarsWriter writer = BarsWriter.begin(ofSymbol(key), stored)) {
            CandleIntake intake = new CandleIntake(subject, key.timeframe(), writer, findings, problems);
            source.readCandles(key, intake);
            if (strict) {
                findings.refuse(problems);
            }
            problems.throwIfAny(source.name());
            return writer.finish();
        }
    }

    private boolean isWhole(CandleKey key, String hash) {
        try {
            opened(key, hash).check();
            return true;
        } catch (DataException missingOrDamaged) {
            return false;
        }
    }
}
