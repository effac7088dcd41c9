package dev.nightjar.batch;

import dev.nightjar.outcome.CrashPoint;
import dev.nightjar.store.Database;
import dev.nightjar.store.PartitionStore;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunState;
import dev.nightjar.store.RunStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Kills a run of a queue again and again, gives the same command until it is done, and compares all that is left behind with what an
 * undisturbed run leaves.
 *
 * <p>A round begins with a home in which a first run was published, and disturbs the second. It dies up to three times in a round: more in a
 * row, without any progress, and it would rightly be given up.
 */
public final class Chaos {

    private static final int KILLS_OF_ROUND = 3;
    private static final int MOST_LAUNCHES = 6;
    private static final long PATIENCE_MILLIS = 280_000;
    private static final int MOST_TOLD = 20;
    private static final long RUN = 2;
    /** One of the strategies is invalid. */
    private static final int FINISHED = 3;
    /** It died at a point. */
    private static final int CRASHED = 86;

    private static final int THOUSANDTHS = 1_000;
    private static final String ROW = "%4s  %-30s %-9s %-38s %9s %9s %s%n";

    /** What a run passes once. */
    private static final Set<CrashPoint> ONCE = EnumSet.of(
            CrashPoint.BEFORE_PREPARED,
            CrashPoint.AFTER_PREPARE,
            CrashPoint.AFTER_PLAN,
            CrashPoint.DURING_AGGREGATED,
            CrashPoint.AFTER_AGGREGATE,
            CrashPoint.BEFORE_NIGHT,
            CrashPoint.BEFORE_INDEX,
            CrashPoint.BEFORE_PAGES,
            CrashPoint.DURING_PAGES,
            CrashPoint.BEFORE_DONE,
            CrashPoint.DURING_MARKING,
            CrashPoint.AFTER_DONE);

    /** What making results again passes, in this order. */
    private static final List<CrashPoint> OF_REPAIRS = List.of(
            CrashPoint.BEFORE_SWAP,
            CrashPoint.DURING_STAGING,
            CrashPoint.AFTER_STAGING,
            CrashPoint.BETWEEN_RENAMES,
            CrashPoint.BEFORE_OLD_GOES,
            CrashPoint.AFTER_SWAP,
            CrashPoint.DURING_WRITE,
            CrashPoint.BEFORE_RENAME,
            CrashPoint.AFTER_RENAME,
            CrashPoint.DURING_PAGES);

    private static final List<CrashPoint> OF_PURGES = List.of(CrashPoint.DURING_PURGE, CrashPoint.DURING_DELETION);
    private static final List<CrashPoint> OF_HALVES = List.of(CrashPoint.DURING_HALVING);

    /** What the run that is disturbed passes, in this order. */
    private static final List<CrashPoint> OF_RUN = Stream.of(CrashPoint.values())
            .filter(point -> !OF_PURGES.contains(point) && !OF_HALVES.contains(point))
            .toList();

    /** Homes to begin with: in which a first run was published, and in which the undisturbed one was too. */
    private static final String PREPARED = "prepared";

    private static final String WHOLE = "whole";

    private final Path scratch;
    private final ChaosDatabase database;
    private final ChaosWork work;
    private final JobProcess.Place place;
    private final Random random;
    private final PrintStream out;
    private final ChaosState expected;
    private final long startMillis;
    private final long runMillis;

    private final Set<CrashPoint> hit = EnumSet.noneOf(CrashPoint.class);
    private int threads = 2;
    private int kills;
    private int launches;
    private int differences;
    /** What was to be done and was not, a line each. */
    private final List<String> unmet = new ArrayList<>();

    private double repeated;
    private double worked;

    /**
     * Makes what is run, and runs it undisturbed.
     *
     * @param program what java is told to run, such as {@code -jar job.jar}
     * @param out hears of every kill
     */
    Chaos(Path scratch, List<String> program, ChaosDatabase database, long seed, PrintStream out)
            throws IOException, InterruptedException {
        this.scratch = scratch;
        this.database = database;
        this.random = new Random(seed);
        this.out = out;
        this.place = new JobProcess.Place(scratch.resolve("home"), program, database.environment(), "");
        this.work = ChaosWork.make(Files.createDirectories(scratch.resolve("work")));
        work.prepare(place);
        keep(PREPARED);
        long begun = System.nanoTime();
        try (JobProcess process = JobProcess.start(place, List.of(), work.command("threads", threads))) {
            process.awaitLine(named());
            startMillis = millisSince(begun);
            JobProcess.Ended ended = process.await();
            runMillis = millisSince(begun) - startMillis;
            require(ended.code() == FINISHED, "the undisturbed run ended with " + ended.code() + ": " + ended.said());
        }
        this.expected = ChaosState.of(place.home(), database.access());
        keep(WHOLE);
        out.printf(
                Locale.ROOT,
                "%s, seed %d: undisturbed %d files and %d rows, %.1f s to start and %.1f s to run%n",
                database,
                seed,
                expected.files().size(),
                expected.rows().size(),
                startMillis / 1e3,
                runMillis / 1e3);
        out.printf(ROW, "kill", "how", "workers", "where", "launches", "repeated", "differences");
    }

    /** Arguments: a scratch folder, the jar, then {@code --kills N}, {@code --db h2|postgres}, {@code --seed S}. */
    public static void main(String[] args) throws Exception {
        Path scratch = Path.of(args[0]);
        List<String> program = args[1].equals("-")
                ? List.of("-cp", System.getProperty("java.class.path"), "dev.nightjar.cli.Main")
                : List.of("-jar", Path.of(args[1]).toAbsolutePath().toString());
        int kills = 40;
        long seed = System.currentTimeMillis() % 1_000_000;
        boolean postgres = false;
        for (int place = 2; place + 1 < args.length; place += 2) {
            String value = args[place + 1];
            switch (args[place]) {
                case "--kills" -> kills = Integer.parseInt(value);
                case "--seed" -> seed = Long.parseLong(value);
                case "--db" -> postgres = value.equals("postgres");
                default -> throw new IllegalArgumentException(args[place]);
            }
        }
        try (ChaosDatabase database = postgres ? ChaosDatabase.postgres() : ChaosDatabase.h2()) {
            Chaos chaos = new Chaos(scratch, program, database, seed, System.out);
            chaos.disturb(kills);
            System.exit(chaos.passed() ? 0 : 1);
        }
    }

    private void keep(String name) {
        ChaosWork.copy(place.home(), scratch.resolve(name));
        database.keep(name);
    }

    private void begin(String name) {
        ChaosWork.copy(scratch.resolve(name), place.home());
        database.restore(name);
    }

    /**
     * Every point at least once, and the rest at random moments, until there were so many kills; then twenty in a row, and commands that
     * die.
     */
    void disturb(int atLeast) throws IOException, InterruptedException {
        for (List<ChaosKill> round : rounds(atLeast)) {
            round(round);
        }
        // a point that was passed so often first may have been passed less often
        for (CrashPoint point : OF_RUN) {
            if (!hit.contains(point)) {
                round(List.of(ChaosKill.at(point, 0)));
            }
        }
        while (kills < atLeast) {
            round(List.of(moment(), moment(), moment()));
        }
        disturbOften();
        commands(OF_REPAIRS, OF_PURGES, OF_HALVES);
        for (CrashPoint point : EnumSet.complementOf(EnumSet.copyOf(hit))) {
            unmet.add("nothing died at " + point.label());
        }
        summary();
    }

    /** One run that dies at these points, one after the other, and commands that die at those it does not pass. */
    void disturbAt(List<CrashPoint> points) throws IOException, InterruptedException {
        // what is passed for the third time by two threads has been passed: the run gets on
        round(points.stream()
                .filter(OF_RUN::contains)
                .map(point -> ChaosKill.at(point, ONCE.contains(point) || point == CrashPoint.DURING_IMPORT ? 0 : 2))
                .toList());
        commands(
                List.of(),
                OF_PURGES.stream().filter(points::contains).toList(),
                OF_HALVES.stream().filter(points::contains).toList());
        summary();
    }

    /** Makes damaged results again, purges, and runs a strategy that does not fit the memory, dying at these points of each. */
    private void commands(List<CrashPoint> ofRepairs, List<CrashPoint> ofPurges, List<CrashPoint> ofHalves)
            throws IOException, InterruptedException {
        String run = String.valueOf(RUN);
        command(
                "runs publish",
                WHOLE,
                () -> ChaosWork.damage(place.home()),
                ofRepairs,
                0,
                "runs",
                "publish",
                run,
                "--queue",
                ChaosWork.QUEUE);
        command("runs purge", WHOLE, () -> {}, ofPurges, 0, "runs", "purge", "--keep", "1");
        command("run in halves", PREPARED, () -> work.addGreedy(place), ofHalves, FINISHED, work.commandInHalves());
    }

    /** What is done to a home first. */
    @FunctionalInterface
    private interface Before {

        void run() throws IOException, InterruptedException;
    }

    /**
     * A command dies at points, one after the other, is given again until it is done, and leaves what it leaves undisturbed.
     *
     * @param from the home it begins with
     * @param code the exit code it ends with
     */
    private void command(
            String name, String from, Before before, List<CrashPoint> points, int code, String... arguments)
            throws IOException, InterruptedException {
        if (points.isEmpty()) {
            return;
        }
        begin(from);
        before.run();
        JobProcess.Ended undisturbed = launch(List.of(), arguments);
        require(undisturbed.code() == code, name + " ended with " + undisturbed.code() + ": " + undisturbed.said());
        ChaosState wanted = ChaosState.of(place.home(), database.access());
        begin(from);
        before.run();
        StringBuilder said = new StringBuilder();
        List<ChaosKill> planned =
                points.stream().map(point -> ChaosKill.at(point, 0)).toList();
        List<ChaosKill> died = new ArrayList<>();
        for (ChaosKill kill : planned) {
            JobProcess.Ended ended = launch(kill.jvmOptions(), arguments);
            said.append(told(kill, ended));
            if (ended.code() == CRASHED) {
                hit.add(Objects.requireNonNull(kill.point()));
                died.add(kill);
            } else {
                unmet.add(name + " did not die at " + kill);
            }
        }
        JobProcess.Ended last = launch(List.of(), arguments);
        said.append(told("at last", last));
        List<String> wrong = new ArrayList<>(wanted.differences(ChaosState.of(place.home(), database.access())));
        wrong.addAll(ChaosState.unverified(place.home(), database.access(), ChaosWork.QUEUE, RUN));
        if (last.code() != code) {
            wrong.add("the last launch ended with " + last.code() + ", not " + code);
        }
        launches += planned.size() + 1;
        for (int number = 0; number < died.size(); number++) {
            boolean end = number == died.size() - 1;
            print(died.get(number), "", name, end ? planned.size() + 1 : 0, 0, end ? wrong : null);
        }
        settle(planned, wrong, said);
    }

    private JobProcess.Ended launch(List<String> jvmOptions, String... arguments) throws InterruptedException {
        try (JobProcess process = JobProcess.start(place, jvmOptions, arguments)) {
            return process.await();
        }
    }

    private static String told(Object how, JobProcess.Ended ended) {
        return "-- " + how + ", exit code " + ended.code() + ":\n" + ended.said() + '\n';
    }

    /**
     * Prints a line of the table.
     *
     * @param launched how many launches it took until all was done; 0 if more kills of the same came
     * @param wrong what differs then; null if more kills of the same came
     */
    private void print(
            ChaosKill kill, String workers, String where, int launched, double again, @Nullable List<String> wrong) {
        out.printf(
                Locale.ROOT,
                ROW,
                ++kills,
                kill,
                workers,
                where,
                launched == 0 ? "" : launched,
                String.format(Locale.ROOT, "%.0f %%", 100 * again),
                wrong == null ? "" : wrong.isEmpty() ? "none" : wrong.size());
    }

    /** Keeps what is not as it should be. */
    private void settle(List<ChaosKill> planned, List<String> wrong, CharSequence said) throws IOException {
        worked++;
        differences += wrong.size();
        if (!wrong.isEmpty()) {
            Path kept = scratch.resolve("differs-" + kills);
            ChaosWork.copy(place.home(), kept);
            Files.writeString(kept.resolve("said.txt"), said);
            out.println("after " + planned + ", kept in " + kept + ":");
            wrong.stream().limit(MOST_TOLD).forEach(line -> out.println("      " + line));
        }
    }

    /** One run that dies twenty times in a row, each time when it has got on by a day, a partition or a folder. */
    void disturbOften() throws IOException, InterruptedException {
        List<ChaosKill> planned = new ArrayList<>();
        planned.addAll(Collections.nCopies(2, ChaosKill.at(CrashPoint.DURING_IMPORT, 0)));
        planned.add(ChaosKill.at(CrashPoint.AFTER_PREPARE, 0));
        planned.add(ChaosKill.at(CrashPoint.AFTER_PLAN, 0));
        planned.addAll(Collections.nCopies(8, ChaosKill.at(CrashPoint.AFTER_PARTITION, 0)));
        planned.add(ChaosKill.at(CrashPoint.AFTER_AGGREGATE, 0));
        for (int folders = 1; folders <= 5; folders++) {
            planned.add(ChaosKill.at(CrashPoint.AFTER_SWAP, folders));
        }
        planned.add(ChaosKill.at(CrashPoint.BEFORE_NIGHT, 0));
        planned.add(ChaosKill.at(CrashPoint.BEFORE_DONE, 0));
        threads = 1;
        int before = kills;
        round(planned);
        threads = 2;
        if (kills - before != planned.size()) {
            unmet.add("in a row it died " + (kills - before) + " times, not " + planned.size());
        }
    }

    /** {@return whether every kill was as planned, and its run ended as if there had been none} */
    boolean passed() {
        return differences == 0 && unmet.isEmpty();
    }

    /** {@return the points at which something died} */
    Set<CrashPoint> hit() {
        return Collections.unmodifiableSet(hit);
    }

    /** Points in pairs, the earlier one first, with a kill at some moment behind them. */
    private List<List<ChaosKill>> rounds(int atLeast) {
        int half = (OF_RUN.size() + 1) / 2;
        List<CrashPoint> later = OF_RUN.subList(half, OF_RUN.size());
        List<List<ChaosKill>> rounds = new ArrayList<>();
        for (int round = 0; round < half; round++) {
            List<ChaosKill> kills = new ArrayList<>();
            kills.add(at(OF_RUN.get(round)));
            if (round < later.size()) {
                kills.add(at(later.get(round)));
            }
            if (kills.size() < KILLS_OF_ROUND && 2 * half + round < atLeast) {
                kills.add(moment());
            }
            rounds.add(kills);
        }
        return rounds;
    }

    private ChaosKill at(CrashPoint point) {
        return ChaosKill.at(point, ONCE.contains(point) ? 0 : random.nextInt(2));
    }

    private ChaosKill moment() {
        int choice = random.nextInt(10);
        if (choice < 5) {
            return new ChaosKill(ChaosKill.Kind.KILL, null, random.nextInt(THOUSANDTHS));
        }
        if (choice < 7) {
            return new ChaosKill(ChaosKill.Kind.TERM, null, random.nextInt(THOUSANDTHS));
        }
        if (choice < 8) {
            return new ChaosKill(ChaosKill.Kind.MEMORY, null, 18 + random.nextInt(24));
        }
        return new ChaosKill(ChaosKill.Kind.WORKER, null, random.nextInt(THOUSANDTHS));
    }

    private void round(List<ChaosKill> planned) throws IOException, InterruptedException {
        begin(PREPARED);
        boolean workers = planned.stream().anyMatch(kill -> kill.kind() == ChaosKill.Kind.WORKER);
        String where = workers || random.nextInt(4) == 0 ? "processes" : "threads";
        List<Died> died = new ArrayList<>();
        StringBuilder said = new StringBuilder();
        int begun = 0;
        for (ChaosKill kill : planned) {
            if (done()) {
                break;
            }
            begun++;
            Died how = kill(kill, where, said);
            if (how != null) {
                died.add(how);
            }
        }
        int code = -1;
        boolean finishing = false;
        while (!done() && begun < MOST_LAUNCHES + planned.size()) {
            begun++;
            finishing = true;
            JobProcess.Ended ended = launch(List.of(), work.command(where, threads));
            code = ended.code();
            said.append(told("at last", ended));
        }
        List<String> wrong = new ArrayList<>(expected.differences(ChaosState.of(place.home(), database.access())));
        wrong.addAll(ChaosState.unverified(place.home(), database.access(), ChaosWork.QUEUE, RUN));
        if (finishing && code != FINISHED) {
            wrong.add("the last launch ended with " + code + ", not " + FINISHED);
        }
        launches += begun;
        for (int number = 0; number < died.size(); number++) {
            Died one = died.get(number);
            boolean last = number == died.size() - 1;
            repeated += one.repeated();
            print(one.kill(), where, one.where(), last ? begun : 0, one.repeated(), last ? wrong : null);
        }
        settle(planned, wrong, said);
    }

    /**
     * How a process died.
     *
     * @param repeated the part of the run's work that had been begun and has to be done again
     */
    private record Died(ChaosKill kill, String where, double repeated) {}

    /** {@return how it died; null if it was too late for that} */
    private @Nullable Died kill(ChaosKill kill, String workers, StringBuilder said) throws InterruptedException {
        JobProcess.Ended ended;
        boolean struck;
        try (JobProcess process = JobProcess.start(place, kill.jvmOptions(), work.command(workers, threads))) {
            struck = strike(kill, process);
            ended = process.await();
        }
        said.append(told(kill, ended));
        if (!struck && ended.code() != CRASHED && !ended.said().contains("java.lang.OutOfMemoryError")) {
            return null;
        }
        if (kill.point() != null && ended.code() == CRASHED) {
            hit.add(kill.point());
        }
        return kill.kind() == ChaosKill.Kind.WORKER ? new Died(kill, "run, the job goes on", 0) : died(kill);
    }

    /** {@return whether the process, or a child of it, was hit from outside} */
    private boolean strike(ChaosKill kill, JobProcess process) throws InterruptedException {
        if (kill.kind() == ChaosKill.Kind.POINT || kill.kind() == ChaosKill.Kind.MEMORY) {
            if (!process.endsWithin(PATIENCE_MILLIS)) {
                process.kill();
                unmet.add(kill + ": the launch did not end by itself");
            }
            return false;
        }
        // mostly while it works, sometimes while it starts
        long delay = runMillis * kill.amount() / THOUSANDTHS;
        if (kill.amount() % 8 == 0) {
            delay = startMillis * kill.amount() / THOUSANDTHS;
        } else {
            while (!process.hasSaid(named()) && !process.endsWithin(2)) {
                Thread.onSpinWait();
            }
        }
        if (kill.kind() == ChaosKill.Kind.WORKER) {
            return strikeWorker(process);
        }
        if (process.endsWithin(delay)) {
            return false;
        }
        if (kill.kind() == ChaosKill.Kind.TERM) {
            process.terminate();
        } else {
            process.kill();
        }
        return true;
    }

    private static boolean strikeWorker(JobProcess process) throws InterruptedException {
        while (!process.endsWithin(2)) {
            for (ProcessHandle child : process.children()) {
                if (child.destroyForcibly()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String named() {
        return "run " + RUN + " of queue " + ChaosWork.QUEUE;
    }

    private boolean done() {
        try (Database looked = Database.visit(place.home(), database.access())) {
            return run(looked).filter(run -> run.state() == RunState.DONE).isPresent();
        }
    }

    private static Optional<RunRow> run(Database looked) {
        return new RunStore(looked).find(ChaosWork.QUEUE, RUN);
    }

    private Died died(ChaosKill kill) {
        try (Database looked = Database.visit(place.home(), database.access())) {
            Optional<RunRow> run = run(looked);
            if (run.isEmpty()) {
                return new Died(kill, "start", 0);
            }
            List<PlannedPartition> partitions =
                    new PartitionStore(looked).partitions(run.get().id());
            JdbcTemplate jdbc = new JdbcTemplate(looked.dataSource());
            Set<String> running = Set.copyOf(jdbc.queryForList(
                    "select name from partition_plan where run_id = ? and state = 'RUNNING'",
                    String.class,
                    run.get().id()));
            double whole = partitions.stream()
                    .mapToDouble(PlannedPartition::predictedCost)
                    .sum();
            double again = partitions.stream()
                    .filter(partition -> running.contains(partition.name()))
                    .mapToDouble(PlannedPartition::predictedCost)
                    .sum();
            long done = partitions.stream().filter(PlannedPartition::done).count();
            List<String> steps = jdbc.queryForList(
                    "select step_name from batch_step_execution where step_name not like 'work%'"
                            + " order by step_execution_id desc",
                    String.class);
            String step = run.get().state() == RunState.DONE ? "done" : steps.isEmpty() ? "start" : steps.get(0);
            String told = step.equals("run")
                    ? "run, " + done + " of " + partitions.size() + " done, " + running.size() + " begun"
                    : step;
            return new Died(kill, told, whole == 0 ? 0 : again / whole);
        }
    }

    private void summary() {
        out.printf(
                Locale.ROOT,
                "%d kills in %.0f runs, %d launches; at every one of %d points: %s; on average %.1f %% of a run's work repeated for a kill;"
                        + " %s%n",
                kills,
                worked,
                launches,
                CrashPoint.values().length,
                hit.size() == CrashPoint.values().length ? "yes" : "no",
                kills == 0 ? 0 : 100 * repeated / kills,
                differences == 0 ? "nothing lost, nothing doubled, no byte differs" : differences + " differences");
        unmet.forEach(out::println);
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
