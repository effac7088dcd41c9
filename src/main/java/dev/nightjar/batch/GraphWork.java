package dev.nightjar.batch;

import dev.nightjar.engine.StopSignal;
import dev.nightjar.market.MarketDay;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.store.RunDay;
import dev.nightjar.worker.Members;
import dev.nightjar.worker.WorkerAnswer;
import dev.nightjar.worker.WorkerException;
import dev.nightjar.worker.WorkerKind;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

/** Runs strategies over days in a worker; what comes out is the journal that a thread of the job would write, byte for byte. */
final class GraphWork implements WorkerKind {

    @Override
    public String name() {
        return GraphRequest.KIND;
    }

    @Override
    public WorkerAnswer work(Members members, Reached reached, StopSignal stop) {
        GraphRequest request = GraphRequest.read(members);
        StoredDays stored = new StoredDays(request.home(), request.data(), request.replay());
        Iterator<RunDay> expected = request.days().iterator();
        PartitionRunner.Days days = new PartitionRunner.Days() {

            private long opened;

            @Override
            public MarketDay open(LocalDate date) {
                reached.reached(opened++, request.days().size());
                MarketDay day = stored.open(date);
                check(request.warmUps(), day, expected.next());
                return day;
            }
        };
        List<LocalDate> dates = request.days().stream().map(RunDay::date).toList();
        PartitionJournal journal = new PartitionRunner(days, PartitionRunner.Pacing.UNBOUNDED, stop)
                .run(request.instances(), dates, PartitionRunner.Listener.NONE);
        reached.reached(dates.size(), dates.size());
        return new WorkerAnswer(
                List.copyOf(new TreeSet<>(DataSet.symbols(request.instances().values()))), journal.parts());
    }

    /** @throws WorkerException unless a day is what was asked for */
    private static void check(WarmUps warmUps, MarketDay day, RunDay expected) {
        if (!day.hash().equals(expected.dataHash())) {
            throw WorkerException.dataChanged("day " + expected.date() + " has data of hash " + day.hash()
                    + ", asked was " + expected.dataHash());
        }
        String before = warmUps.hash(day);
        if (!before.equals(expected.warmUpHash())) {
            throw WorkerException.dataChanged("the candles before day " + expected.date() + " have hash " + before
                    + ", asked was " + expected.warmUpHash());
        }
    }
}
