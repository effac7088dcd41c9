package dev.nightjar.engine;

import dev.nightjar.market.MarketDay;
import dev.nightjar.market.UnreadableMarketException;
import dev.nightjar.run.Instance;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs instances over days.
 *
 * <p>An instance's events depend on nothing but itself and the market data it looks at: not on the other instances, nor
 * on the pace, nor on how the work was split.
 */
public final class Engine {

    /** Changes whenever the same input may give other results. */
    public static final String VERSION = "3";

    private Engine() {}

    /**
     * Runs every instance over every day, in the order of the days, and tells the journal what happened.
     *
     * <p>An instance that cannot run on a day, or whose amounts overflow, has that day told as failed, with the reason;
     * the others go on.
     *
     * @throws RunStoppedException if the stop signal asked for it; what was told until then is no result
     * @throws UnreadableMarketException if a day cannot be read, whatever instance asked for it; what was told is no result
     */
    public static void run(
            Iterable<? extends MarketDay> days, List<Instance> instances, Journal journal, Pace pace, StopSignal stop) {
        List<Compiled> compiled = instances.stream().map(Compiled::of).toList();
        for (MarketDay day : days) {
            new Day(day, compiled, journal).run(pace, stop);
        }
    }

    /** An instance's program, or why there is none. */
    private record Compiled(@Nullable Program program, String problem) {

        static Compiled of(Instance instance) {
            try {
                return new Compiled(new Program(instance), "");
            } catch (RuntimeException problem) {
                return new Compiled(null, Running.reason(problem));
            }
        }
    }

    /** One day of all instances. */
    private static final class Day {

        private final List<Running> running = new ArrayList<>();
        private final Journal journal;

        Day(MarketDay day, List<Compiled> compiled, Journal journal) {
            this.journal = journal;
            DayTapes tapes = new DayTapes(day);
            for (int instance = 0; instance < compiled.size(); instance++) {
                running.add(Running.open(compiled.get(instance), tapes, journal.open(instance, day)));
            }
        }

        void run(Pace pace, StopSignal stop) {
            for (long next = nextSecond(); next != Long.MAX_VALUE; next = nextSecond()) {
                if (stop.stopRequested()) {
                    throw new RunStoppedException();
                }
                long horizon = pace.await(next);
                running.forEach(one -> one.advanceTo(horizon, stop));
                if (horizon != Long.MAX_VALUE) {
                    journal.reached(horizon);
                }
            }
        }

        private long nextSecond() {
            long next = Long.MAX_VALUE;
            for (Running one : running) {
                next = Math.min(next, one.nextSecond());
            }
            return next;
        }
    }

    /** An instance's day until it fails. */
    private static final class Running {

        private final DayJournal journal;
        private @Nullable InstanceDay day;

        private Running(DayJournal journal) {
            this.journal = journal;
        }

        static Running open(Compiled compiled, DayTapes tapes, DayJournal journal) {
            Running running = new Running(journal);
            Program program = compiled.program();
            if (program == null) {
                journal.failed(compiled.problem());
                return running;
            }
            try {
                running.day = new InstanceDay(program, tapes, journal);
            } catch (UnreadableMarketException unreadable) {
                throw unreadable;
            } catch (RuntimeException problem) {
                journal.failed(reason(problem));
            }
            return running;
        }

        long nextSecond() {
            return day == null ? Long.MAX_VALUE : day.nextSecond();
        }

        void advanceTo(long horizon, StopSignal stop) {
            if (day == null) {
                return;
            }
            try {
                day.advanceTo(horizon, stop);
            } catch (RunStoppedException | UnreadableMarketException end) {
                throw end;
            } catch (RuntimeException problem) {
                journal.failed("at " + day.timeOfDay() + ": " + reason(problem));
                day = null;
            }
        }

        private static String reason(RuntimeException problem) {
            if (problem instanceof ArithmeticException) {
                return "an amount is too large to be computed exactly (" + problem.getMessage() + ")";
            }
            return problem instanceof IllegalStateException ? String.valueOf(problem.getMessage()) : problem.toString();
        }
    }
}
