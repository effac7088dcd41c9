package dev.nightjar.batch;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.engine.Engine;
import dev.nightjar.engine.Journal;
import dev.nightjar.engine.Pace;
import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.market.MarketDay;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.run.Instance;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;

/**
 * Runs one partition: opens its days one after the other and runs the engine once for all its instances. The job and the one-off
 * command share it. It knows no Spring and no database, and may be used by several threads.
 */
public final class PartitionRunner {

    private final Days days;
    private final Pacing pacing;
    private final StopSignal stop;

    public PartitionRunner(Days days, Pacing pacing, StopSignal stop) {
        this.days = days;
        this.pacing = pacing;
        this.stop = stop;
    }

    /**
     * {@return what happened}
     *
     * @param instances the partition's instances by their run-wide number
     * @param dates its days, ascending
     * @param listener hears how far a paced run is
     * @throws RunStoppedException if the stop signal asked for it
     */
    public PartitionJournal run(SortedMap<Integer, Instance> instances, List<LocalDate> dates, Listener listener) {
        PartitionJournal journal = new PartitionJournal(
                instances.keySet().stream().mapToInt(Integer::intValue).toArray());
        PaceOfToday pace = new PaceOfToday();
        Iterable<MarketDay> opened = () -> new Iterator<>() {

            private final Iterator<LocalDate> remaining = dates.iterator();

            @Override
            public boolean hasNext() {
                return remaining.hasNext();
            }

            @Override
            public MarketDay next() {
                MarketDay day = days.open(remaining.next());
                pace.today = pacing.of(day);
                return day;
            }
        };
        Engine.run(opened, List.copyOf(instances.values()), new Told(journal, listener), pace, stop);
        return journal;
    }

    /** Where days come from. */
    @FunctionalInterface
    public interface Days {

        /** {@return the day as it was when the run was prepared} */
        MarketDay open(LocalDate date);
    }

    /** How fast each day passes. */
    @FunctionalInterface
    public interface Pacing {

        /** As fast as the machine goes. */
        Pacing UNBOUNDED = day -> Pace.UNBOUNDED;

        /** {@return the pace of a day that is about to begin} */
        Pace of(MarketDay day);
    }

    /** Hears how far a paced run is, on the thread that runs it. */
    @FunctionalInterface
    public interface Listener {

        /** Does not care. */
        Listener NONE = (journal, epochSecond) -> {};

        /**
         * Everything up to and including the slice of that second is in the journal.
         *
         * @param journal of the partition; to be used before this returns only
         */
        void reached(PartitionJournal journal, long epochSecond);
    }

    private static final class PaceOfToday implements Pace {

        private Pace today = Pace.UNBOUNDED;

        @Override
        public long await(long nextSecond) {
            return today.await(nextSecond);
        }

        @Override
        public boolean isUnbounded() {
            return today.isUnbounded();
        }
    }

    private record Told(PartitionJournal journal, Listener listener) implements Journal {

        @Override
        public DayJournal open(int instance, MarketDay day) {
            return journal.open(instance, day);
        }

        @Override
        public void reached(long epochSecond) {
            listener.reached(journal, epochSecond);
        }
    }
}
