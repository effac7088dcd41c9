package dev.nightjar.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.nightjar.batch.DataSet;
import dev.nightjar.batch.Home;
import dev.nightjar.batch.PartitionRunner;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Timeframe;
import dev.nightjar.outcome.DayRecord;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.outcome.StrategyResult;
import dev.nightjar.outcome.Trade;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.Replay;
import dev.nightjar.strategy.ParsedStrategy;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.TradeLayoutReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One strategy over a million bars of a minute, here and in other frameworks: long while the average of ten closes is above that of
 * thirty, filled at the close of the bar that shows the cross.
 *
 * <p>Each peer is a process that has the bars in its memory, and says of each of its runs how much CPU time it took; here the strategy is compiled,
 * every day opened from the store, and everything recorded, as in the job. Who has not the same trades gets no ratio.
 *
 * <p>Arguments: a folder to work in, how many bars, and for each peer its name and the command that starts it, without the two files that
 * are added, with {@code --} between peers.
 */
public final class PeersBench {

    private static final String SYMBOL = "MADE";
    private static final int ROUNDS = 7;
    private static final int WARM_UPS = 5;
    /** A peer that has taken longer in all is not asked again; CPU seconds. */
    private static final double PATIENCE = 60;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final MadeWalk walk;
    private final Instance instance;
    private final Function<LocalDate, MarketDay> opener;
    private final List<LocalDate> days;

    private PeersBench(MadeWalk walk, Instance instance, Function<LocalDate, MarketDay> opener, List<LocalDate> days) {
        this.walk = walk;
        this.instance = instance;
        this.opener = opener;
        this.days = days;
    }

    public static void main(String[] args) throws Exception {
        Path scratch = Path.of(args[0]);
        MadeWalk walk = new MadeWalk(Integer.parseInt(args[1]));
        Path table = scratch.resolve("bars.csv");
        walk.writeTable(table);
        walk.writeFolder(scratch.resolve("walk"), SYMBOL);
        DataSet data = DataSet.open(new Home(scratch), "walk");
        Replay replay = new Replay(new Timeframe(1), 0);
        List<LocalDate> days = data.days(replay);
        PeersBench bench = new PeersBench(walk, strategy(), data.opener(replay), days);
        bench.compare(peers(args, scratch, table));
    }

    private static Instance strategy() {
        ParsedStrategy parsed = TradeLayoutReader.read(BenchBooks.read("/bench/sma-long.json"));
        Strategy strategy = parsed.strategy();
        if (strategy == null) {
            throw new IllegalStateException(parsed.errors().toString());
        }
        return new Instance(new InstanceKey("bench", strategy.strategyId(), "bench", BigDecimal.ONE), strategy);
    }

    private static List<Peer> peers(String[] args, Path scratch, Path table) throws IOException {
        List<Peer> peers = new ArrayList<>();
        List<String> command = new ArrayList<>();
        for (int place = 2; place <= args.length; place++) {
            if (place < args.length && !args[place].equals("--")) {
                command.add(args[place]);
            } else if (!command.isEmpty()) {
                String name = command.remove(0);
                peers.add(new Peer(name, List.copyOf(command), table, scratch.resolve(name + ".trades")));
                command.clear();
            }
        }
        return peers;
    }

    /** What was bought at the close of one bar and sold at that of another. */
    private record Bought(int entry, int exit, BigDecimal paid, BigDecimal got) {

        static Bought of(String line) {
            String[] cells = line.split(" ");
            return new Bought(
                    Integer.parseInt(cells[0]),
                    Integer.parseInt(cells[1]),
                    new BigDecimal(cells[2]).stripTrailingZeros(),
                    new BigDecimal(cells[3]).stripTrailingZeros());
        }
    }

    private void compare(List<Peer> peers) throws IOException {
        System.out.printf(
                "%,d bars of a minute, %,d days; JDK %s; CPU time of whole processes%n",
                walk.count(), days.size(), Runtime.version());
        List<Bought> own = trades(run());
        List<Peer> equal = new ArrayList<>();
        for (Peer peer : peers) {
            String started = peer.start();
            if (started != null) {
                System.out.printf("%-24s cannot be run: %s%n", peer.name, started);
            } else if (!peer.trades().equals(own)) {
                System.out.printf("%-24s has other trades: %s%n", peer.name, difference(own, peer.trades()));
            } else {
                equal.add(peer);
            }
        }
        System.out.printf("%,d trades, equal in all that follow: bars and prices of entry and exit%n", own.size());
        for (int round = 0; round < WARM_UPS; round++) {
            timed();
        }
        List<Double> ours = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            double time = timed();
            ours.add(time);
            for (Peer peer : equal) {
                if (peer.spent < PATIENCE) {
                    peer.round(time);
                }
            }
        }
        System.out.printf(
                "%-24s %10s %12s %9s %24s %7s%n",
                "", "ms a run", "bars/second", "/ Nightjar", "lowest to highest", "rounds");
        print("Nightjar", ours, ours.stream().map(time -> 1.0).toList());
        for (Peer peer : equal) {
            print(peer.version.replace(" ?.?.?", ""), peer.times, peer.ratios);
            peer.end();
        }
    }

    private void print(String name, List<Double> times, List<Double> ratios) {
        double time = median(times);
        double[] sorted =
                ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%-24s %10.1f %12.0f %9.2f %24s %7d%n",
                name,
                time * 1e3,
                walk.count() / time,
                median(ratios),
                String.format(Locale.ROOT, "%.2f to %.2f", sorted[0], sorted[sorted.length - 1]),
                times.size());
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private PartitionJournal run() {
        return new PartitionRunner(opener::apply, PartitionRunner.Pacing.UNBOUNDED, () -> false)
                .run(new TreeMap<>(Map.of(0, instance)), days, PartitionRunner.Listener.NONE);
    }

    /** {@return the seconds of CPU time of one run} */
    private double timed() {
        long before = SYSTEM.getProcessCpuTime();
        PartitionJournal journal = run();
        double time = (SYSTEM.getProcessCpuTime() - before) / 1e9;
        if (journal.totals().get(0).failedReason() != null) {
            throw new IllegalStateException(journal.totals().get(0).failedReason());
        }
        return time;
    }

    private List<Bought> trades(PartitionJournal journal) {
        Map<Long, Integer> barOf = new HashMap<>();
        for (int bar = 0; bar < walk.count(); bar++) {
            barOf.put(walk.end(bar) * 1_000_000_000L, bar);
        }
        List<DayRecord> told = days.stream().map(date -> journal.soFar(0, date)).toList();
        List<Bought> trades = new ArrayList<>();
        for (Trade trade : StrategyResult.of(instance, null, told).trades()) {
            int scale = trade.position().contract().priceScale();
            trades.add(new Bought(
                    bar(barOf, trade.position().entryTime()),
                    bar(barOf, trade.exit().time()),
                    BigDecimal.valueOf(trade.position().entryPrice(), scale).stripTrailingZeros(),
                    BigDecimal.valueOf(trade.exit().price(), scale).stripTrailingZeros()));
        }
        return trades;
    }

    private static int bar(Map<Long, Integer> barOf, long time) {
        Integer bar = barOf.get(time);
        if (bar == null) {
            throw new IllegalStateException("no bar ends at " + time);
        }
        return bar;
    }

    private static String difference(List<Bought> ours, List<Bought> theirs) {
        int same = 0;
        while (same < Math.min(ours.size(), theirs.size()) && ours.get(same).equals(theirs.get(same))) {
            same++;
        }
        return theirs.size() + " instead of " + ours.size() + "; the first " + same + " are equal, then "
                + (same < theirs.size() ? theirs.get(same) : "there is none") + " instead of "
                + (same < ours.size() ? ours.get(same) : "none");
    }

    /** Another framework, in a process of its own. */
    private static final class Peer {

        private final String name;
        private final List<String> command;
        private final Path tradesFile;
        private final List<Double> times = new ArrayList<>();
        private final List<Double> ratios = new ArrayList<>();
        private final BufferedReader answers;
        private final Writer questions;
        private String version = "";
        private double spent;

        Peer(String name, List<String> command, Path table, Path tradesFile) throws IOException {
            this.name = name;
            this.tradesFile = tradesFile;
            List<String> whole = new ArrayList<>(command);
            whole.addAll(Arrays.asList(table.toString(), tradesFile.toString()));
            this.command = whole;
            Process process = new ProcessBuilder(whole)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            answers = process.inputReader(StandardCharsets.UTF_8);
            questions = process.outputWriter(StandardCharsets.UTF_8);
        }

        /** {@return why it cannot be run; null once it has run and told its trades} */
        @Nullable String start() throws IOException {
            String answer = answers.readLine();
            if (answer == null || !answer.startsWith("ready ")) {
                return "it said " + (answer == null ? "nothing" : answer) + "; started with "
                        + String.join(" ", command);
            }
            version = answer.substring("ready ".length());
            return null;
        }

        List<Bought> trades() throws IOException {
            return Files.readAllLines(tradesFile).stream().map(Bought::of).toList();
        }

        void round(double ours) throws IOException {
            questions.write("run\n");
            questions.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException(name + " ended");
            }
            double time = Double.parseDouble(answer);
            spent += time;
            times.add(time);
            ratios.add(time / ours);
        }

        void end() throws IOException {
            questions.close();
        }
    }
}
