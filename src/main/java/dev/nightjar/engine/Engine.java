package dev.nightjar.engine;

import dev.nightjar.market.MarketDay;
import dev.nightjar.market.UnreadableMarketException;
import dev.nightjar.run.Instance;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs instances over days.
 *
 * <p>Every day of an instance starts afresh, but for positional strategies: each of their days goes on from the one before in the
 * run, and an instance that fails on a day fails on all that follow.
 *
 * <p>An instance's events depend on nothing but itself and the market data it looks at: not on the other instances, nor
 * on the pace, nor on how the work was split.
 */
public final class Engine {

    /** Changes whenever the same input may give other results. */
    public static final String VERSION = "7";

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
        Graph.Known graphs = new Graph.Known();
        List<Member> members = members(instances, graphs);
        List<List<Integer>> turns = turns(members);
        LastPrices lasts = new LastPrices(instances);
        DayTapes before = null;
        for (MarketDay day : days) {
            if (before != null) {
                lasts.add(before.day());
            }
            DayTapes tapes = before == null ? new DayTapes(day) : new DayTapes(day, before, lasts);
            if (pace.isUnbounded()) {
                Alone alone = new Alone();
                for (List<Integer> turn : turns) {
                    runEach(turn, tapes, members, alone, journal, stop);
                    Program last = members.get(turn.get(0)).compiled.program();
                    if (last != null) {
                        tapes.forget(last.sight(), graphs);
                    }
                }
            } else {
                new Day(tapes, members, journal).run(pace, stop);
            }
            before = lasts.isWanted() ? tapes : null;
        }
    }

    /** {@return the instances in the order in which they run: those that see the same follow each other} */
    private static List<List<Integer>> turns(List<Member> members) {
        List<List<Integer>> turns = new ArrayList<>();
        Map<Sight, List<Integer>> bySight = new IdentityHashMap<>();
        for (int instance = 0; instance < members.size(); instance++) {
            Program program = members.get(instance).compiled.program();
            List<Integer> turn = program == null ? null : bySight.get(program.sight());
            if (turn == null) {
                turn = new ArrayList<>(1);
                turns.add(turn);
                if (program != null) {
                    bySight.put(program.sight(), turn);
                }
            }
            turn.add(instance);
        }
        return turns;
    }

    /** Runs one instance after the other, each while all it is made of is at hand. */
    private static void runEach(
            List<Integer> turn, DayTapes tapes, List<Member> members, Alone alone, Journal journal, StopSignal stop) {
        for (int instance : turn) {
            DayJournal own = journal.open(instance, tapes.day());
            Running.open(members.get(instance), tapes, own, alone).advanceTo(Long.MAX_VALUE, stop);
            own.over();
        }
    }

    /**
     * Begins a day of every instance and goes no further: the journal hears of the candles before the day, of what a reader should
     * know, and which instances cannot run.
     *
     * @throws UnreadableMarketException if the day cannot be read
     */
    public static void begin(MarketDay day, List<Instance> instances, Journal journal) {
        var unused = new Day(new DayTapes(day), members(instances, new Graph.Known()), journal);
    }

    private static List<Member> members(List<Instance> instances, Graph.Known graphs) {
        return instances.stream()
                .map(instance -> new Member(Compiled.of(instance, graphs)))
                .toList();
    }

    /** An instance's program, or why there is none. */
    private record Compiled(@Nullable Program program, String problem) {

        static Compiled of(Instance instance, Graph.Known graphs) {
            try {
                return new Compiled(new Program(instance, graphs), "");
            } catch (RuntimeException | StackOverflowError problem) {
                return new Compiled(null, Running.reason(problem));
            }
        }
    }

    /** An instance in the run, with what it takes from one day to the next. */
    private static final class Member {

        private final Compiled compiled;
        /** The latest day of a positional strategy, while it goes on. */
        private @Nullable InstanceDay latest;
        /** The number of the event that would follow, if it ended for good. */
        private @Nullable Integer ended;
        /** When it failed, which ends it for good. */
        private @Nullable LocalDate failed;

        Member(Compiled compiled) {
            this.compiled = compiled;
        }
    }

    /** What instances run on that take turns on a day and keep nothing: the same for all that follow each other with one graph. */
    private static final class Alone {

        private @Nullable InstanceDay latest;

        InstanceDay begin(Program program, DayTapes tapes, DayJournal journal) {
            InstanceDay known = latest;
            if (known != null && known.fits(program)) {
                known.begin(program, tapes, journal);
                return known;
            }
            InstanceDay first = new InstanceDay(program, tapes, journal);
            latest = first;
            return first;
        }
    }

    /** One day of all instances. */
    private static final class Day {

        private final List<Running> running = new ArrayList<>();
        private final Journal journal;

        Day(DayTapes tapes, List<Member> members, Journal journal) {
            this.journal = journal;
            for (int instance = 0; instance < members.size(); instance++) {
                running.add(Running.open(members.get(instance), tapes, journal.open(instance, tapes.day()), null));
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

        private final Member member;
        private final LocalDate date;
        private final DayJournal journal;
        private @Nullable InstanceDay day;

        private Running(Member member, LocalDate date, DayJournal journal) {
            this.member = member;
            this.date = date;
            this.journal = journal;
        }

        /** @param alone whose turn it is, if instances take turns; null if they run side by side */
        static Running open(Member member, DayTapes tapes, DayJournal journal, @Nullable Alone alone) {
            Running running = new Running(member, tapes.day().date(), journal);
            Program program = member.compiled.program();
            if (program == null) {
                journal.failed(member.compiled.problem());
            } else if (member.failed != null) {
                journal.failed("it failed on " + member.failed);
            } else {
                try {
                    running.day = running.begin(program, tapes, alone);
                } catch (UnreadableMarketException unreadable) {
                    throw unreadable;
                } catch (RuntimeException | StackOverflowError problem) {
                    running.fail(program, reason(problem));
                }
            }
            return running;
        }

        private @Nullable InstanceDay begin(Program program, DayTapes tapes, @Nullable Alone alone) {
            if (member.ended != null) {
                journal.continues(member.ended);
                return null;
            }
            InstanceDay before = member.latest;
            if (before == null) {
                if (alone != null && !program.strategy().positional()) {
                    return alone.begin(program, tapes, journal);
                }
                InstanceDay first = new InstanceDay(program, tapes, journal);
                member.latest = program.strategy().positional() ? first : null;
                return first;
            }
            journal.continues(before.nextEvent());
            if (before.isOver()) {
                member.ended = before.nextEvent();
                member.latest = null;
                return null;
            }
            before.goOn(tapes, journal);
            return before;
        }

        private void fail(Program program, String reason) {
            journal.failed(reason);
            day = null;
            member.latest = null;
            member.failed = program.strategy().positional() ? date : null;
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
            } catch (RuntimeException | StackOverflowError problem) {
                fail(day.program(), "at " + day.timeOfDay() + ": " + reason(problem));
            }
        }

        private static String reason(Throwable problem) {
            if (problem instanceof StackOverflowError) {
                return "its expressions or conditions are nested too deeply to be evaluated";
            }
            if (problem instanceof ArithmeticException) {
                return "an amount is too large to be computed exactly (" + problem.getMessage() + ")";
            }
            return problem instanceof IllegalStateException ? String.valueOf(problem.getMessage()) : problem.toString();
        }
    }
}
