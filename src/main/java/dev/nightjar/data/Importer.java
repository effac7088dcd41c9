package dev.nightjar.data;

import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One import of days into a store.
 *
 * <p>Each day is written whole and then pointed to, so that the store stays as it was whatever goes wrong. What the store has
 * and has not changed at its source is left alone.
 */
final class Importer {

    private final DayStore store;
    private final Path folder;
    private final MarketSource source;
    private final boolean strict;
    private final ImportProgress progress;

    Importer(DayStore store, Path folder, MarketSource source, boolean strict, ImportProgress progress) {
        this.store = store;
        this.folder = folder;
        this.source = source;
        this.strict = strict;
        this.progress = progress;
    }

    /**
     * Imports all corporate actions and candles of the source, and days.
     *
     * @throws DataException with all that is wrong, after everything else was imported
     */
    List<DayImport> run(NavigableSet<LocalDate> days) {
        try (StoreLock alone = StoreLock.take(
                folder,
                () -> progress.waiting("another import into " + folder + " is running; waiting until it has ended"))) {
            DurableFile.deleteLeftovers(folder);
            Problems problems = new Problems();
            source.corporateActions().ifPresent(actions -> collecting(problems, () -> actions(actions)));
            source.tradingPeriods()
                    .ifPresent(periods ->
                            collecting(problems, () -> store.periods().replace(periods)));
            source.candleKeys()
                    .forEach(key -> collecting(
                            problems, () -> progress.imported(store.bars().importFrom(source, key, strict))));
            Set<LocalDate> present = new HashSet<>(source.days());
            List<DayImport> imports = new ArrayList<>();
            int done = 0;
            for (LocalDate day : days) {
                int number = ++done;
                collecting(problems, () -> {
                    DayImport imported = day(day, present.contains(day), number, days.size());
                    imports.add(imported);
                    progress.imported(imported);
                });
            }
            problems.throwIfAny(source.name());
            return imports;
        }
    }

    private void actions(SortedMap<String, List<CorporateAction>> actions) {
        boolean alreadyThere = !store.actions().replace(actions);
        progress.importedActions(actions.values().stream().mapToInt(List::size).sum(), alreadyThere);
    }

    private void collecting(Problems problems, Runnable step) {
        try {
            step.run();
        } catch (DataException wrong) {
            // what is wrong with the store must not be read as wrong with the source, which would be deleted
            problems.addAll(
                    wrong.subject().startsWith(folder.toString()) ? List.of(wrong.getMessage()) : wrong.problems());
        }
    }

    private DayImport day(LocalDate date, boolean present, int done, int total) {
        Current current = present ? store.usableCurrent(date) : store.current(date);
        if (current != null && !present) {
            return new DayImport(date, current.hash(), true, done, total, store.findings(date));
        }
        DataDay known = current == null ? null : store.usable(date);
        if (current != null && known != null && current.source().equals(source.fingerprint(date, known.ticked()))) {
            Findings findings = new Findings();
            findings.addAll(store.findings(date));
            refuseIfStrict(findings);
            return new DayImport(date, current.hash(), true, done, total, findings.list());
        }
        Stored stored = stored(date);
        if (current == null || !stored.current.equals(current)) {
            store.setCurrent(date, stored.current);
        }
        return new DayImport(date, stored.current.hash(), false, done, total, stored.findings);
    }

    private record Stored(Current current, List<Finding> findings) {}

    private Stored stored(LocalDate date) {
        try {
            return stored(date, null);
        } catch (TickIntake.OutOfOrderException unordered) {
            Session session = source.session(date);
            int minutes = (int) ((session.close() - session.open()) / 60) + 1;
            try (TickSpool spool = TickSpool.begin(folder, minutes)) {
                return stored(date, spool);
            }
        }
    }

    /**
     * Reads a day and writes its files, to which nothing points yet.
     *
     * @param spool where rows go that do not ascend by minute; null as long as it is not known that they do not
     */
    private Stored stored(LocalDate date, @Nullable TickSpool spool) {
        String before = source.fingerprint(date, Set.of());
        Session session = source.session(date);
        List<Instrument> tradable = List.copyOf(source.tradable(date).values());
        Findings findings = new Findings();
        Problems problems = new Problems();
        String hash;
        Set<String> ticked;
        try (DayWriter writer = DayWriter.begin(folder, session, tradable)) {
            TickIntake intake = new TickIntake(
                    session,
                    tradable,
                    writer::minute,
                    spool,
                    findings,
                    problems,
                    (rows, bytes, all) -> progress.reading(date, rows, bytes, all));
            source.readTicks(date, intake);
            intake.finish();
            problems.throwIfAny(source.name());
            refuseIfStrict(findings);
            DayStore.refuseIfChanged(before, source.fingerprint(date, Set.of()), "the ticks of " + date);
            ticked = writer.ticked().stream()
                    .mapToObj(place -> tradable.get(place).symbol())
                    .collect(Collectors.toSet());
            SortedMap<String, Instrument> instruments = source.instruments(date, ticked);
            hash = writer.finish(instruments, source.underlyings(date, instruments.values()));
        }
        findings.addAll(DayQuality.of(store.open(date, hash)));
        try {
            refuseIfStrict(findings);
        } catch (DataException refused) {
            deleteUnlessCurrent(date, hash);
            throw refused;
        }
        FindingsFile.write(store.findingsFile(date, hash), findings.list());
        return new Stored(new Current(hash, source.fingerprint(date, ticked)), findings.list());
    }

    private void refuseIfStrict(Findings findings) {
        if (strict) {
            Problems problems = new Problems();
            findings.refuse(problems);
            problems.throwIfAny(source.name());
        }
    }

    private void deleteUnlessCurrent(LocalDate date, String hash) {
        Current current = store.usableCurrent(date);
        if (current == null || !current.hash().equals(hash)) {
            Path file = store.dayFile(date, hash);
            try {
                Files.deleteIfExists(file);
            } catch (IOException failed) {
                throw new UncheckedIOException(file + " cannot be deleted: " + failed.getMessage(), failed);
            }
        }
    }
}
