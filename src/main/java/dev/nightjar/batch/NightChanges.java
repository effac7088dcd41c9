package dev.nightjar.batch;

import dev.nightjar.market.Decimals;
import dev.nightjar.outcome.Currencies;
import dev.nightjar.outcome.NightStrategy;
import dev.nightjar.report.NightReport;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.QueueSettings;
import dev.nightjar.store.InstanceResult;
import dev.nightjar.store.RunDay;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunState;
import dev.nightjar.strategy.Strategy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is otherwise in a night than in the one before it. Strategies are the same if user, id, broker connection and scale are. */
final class NightChanges {

    /** What a run replays and how far strategies get, if others than each strategy's own terms. Its days are compared for themselves. */
    private static final List<String> SETTINGS =
            List.of("mode", "speed", "replay", "warm-up", QueueSettings.STEP_BUDGET);

    /** What decides how much is looked at before a day. */
    private static final Set<String> LOOKING_BACK = Set.of("replay", "warm-up");

    private final Night night;
    private final RunRow last;
    private final Map<InstanceKey, RunInstance> before = new LinkedHashMap<>();
    private final Map<Integer, InstanceResult> results;
    private final List<NightReport.Change> changes = new ArrayList<>();
    private final SortedMap<String, NightReport.Both> both = new TreeMap<>();
    private int unchanged;

    private NightChanges(Night night, RunRow last) {
        this.night = night;
        this.last = last;
        night.runs().instances(last.id()).forEach(row -> before.put(row.key(), row));
        results = night.runs().results(last.id()).stream()
                .collect(Collectors.toMap(InstanceResult::instance, Function.identity()));
    }

    /**
     * {@return what changed since the last run of the queue that ended well before this one was begun; empty if there is none}
     *
     * @param strategies as {@code night.json} tells them
     */
    static Optional<NightReport.Previous> of(Night night, List<NightStrategy> strategies) {
        return night.runs()
                .doneBefore(night.queue(), night.number())
                .filter(last -> last.state() == RunState.DONE)
                .map(last -> new NightChanges(night, last).found(strategies));
    }

    private NightReport.Previous found(List<NightStrategy> strategies) {
        List<RunInstance> rows = night.runs().instances(night.runId());
        for (int place = 0; place < rows.size(); place++) {
            compare(place, rows.get(place), strategies.get(place));
        }
        before.values().forEach(this::gone);
        SortedMap<LocalDate, RunDay> now = days(night.runId());
        SortedMap<LocalDate, RunDay> then = days(last.id());
        List<NightReport.Setting> settings = settings(night.runs().get(night.runId()));
        return new NightReport.Previous(
                last.run(),
                String.valueOf(last.firstDay()),
                String.valueOf(last.lastDay()),
                now.keySet().equals(then.keySet()),
                others(now, then, RunDay::dataHash),
                settings.stream().map(NightReport.Setting::name).anyMatch(LOOKING_BACK::contains)
                        ? List.of()
                        : othersBefore(now, then),
                settings,
                changes,
                unchanged,
                List.copyOf(both.values()));
    }

    private List<NightReport.Setting> settings(RunRow tonight) {
        Map<String, String> now = Nights.map(tonight.settings());
        Map<String, String> then = Nights.map(last.settings());
        return Stream.concat(
                        SETTINGS.stream().map(name -> new NightReport.Setting(name, then.get(name), now.get(name))),
                        Stream.of(
                                new NightReport.Setting("engine", last.engineVersion(), tonight.engineVersion()),
                                new NightReport.Setting("Nightjar", last.nightjarVersion(), tonight.nightjarVersion())))
                .filter(setting -> !Objects.equals(setting.before(), setting.now()))
                .toList();
    }

    private SortedMap<LocalDate, RunDay> days(long runId) {
        return night.runs().days(runId).stream()
                .collect(Collectors.toMap(RunDay::date, Function.identity(), (one, other) -> one, TreeMap::new));
    }

    /** {@return the days of both of which something is otherwise now} */
    private static List<String> others(
            SortedMap<LocalDate, RunDay> now, SortedMap<LocalDate, RunDay> then, Function<RunDay, String> hash) {
        return now.values().stream()
                .filter(day -> then.containsKey(day.date())
                        && !hash.apply(Objects.requireNonNull(then.get(day.date())))
                                .equals(hash.apply(day)))
                .map(day -> day.date().toString())
                .toList();
    }

    /** Both runs hash what their strategies look at: of others, nobody knows whether it has changed. */
    private List<String> othersBefore(SortedMap<LocalDate, RunDay> now, SortedMap<LocalDate, RunDay> then) {
        List<String> days = others(now, then, RunDay::warmUpHash);
        return days.isEmpty() || !night.warmUps().names().equals(warmUpsBefore()) ? List.of() : days;
    }

    /** {@return what strategies looked at before their days; nothing if this version rejects one of them} */
    private List<String> warmUpsBefore() {
        try {
            return WarmUps.of(night.accepted(night.runs().instances(last.id())).values())
                    .names();
        } catch (IllegalStateException rejected) {
            return List.of();
        }
    }

    private void gone(RunInstance was) {
        changes.add(new NightReport.Change(
                null,
                new NightReport.Gone(
                        was.key().userId(),
                        was.key().strategyId(),
                        Objects.requireNonNullElse(was.strategyName(), was.key().strategyId())),
                "gone",
                was.state().label(),
                false,
                false,
                false,
                null));
    }

    private void compare(int place, RunInstance row, NightStrategy told) {
        RunInstance was = before.remove(row.key());
        if (was == null) {
            changes.add(new NightReport.Change(place, null, "new", null, false, false, false, null));
            return;
        }
        boolean definition = !row.strategyHash().equals(was.strategyHash());
        boolean data = !Objects.equals(row.dataHash(), was.dataHash());
        boolean terms = !row.terms().equals(was.terms()) || !Objects.equals(row.capital(), was.capital());
        BigDecimal change = pnlChange(row, told.figures(), was);
        String what = "equal";
        if (!told.status().label().equals(was.state().label())) {
            what = "status";
        } else if (change != null && change.signum() != 0) {
            what = change.signum() > 0 ? "better" : "worse";
        } else if (change == null && told.figures() != null) {
            what = "money";
        }
        if (what.equals("equal") && !definition && !data && !terms) {
            unchanged++;
        } else {
            changes.add(
                    new NightReport.Change(place, null, what, was.state().label(), definition, data, terms, change));
        }
    }

    /** {@return by how much the result is better; null if there are not two in the same currency} */
    private @Nullable BigDecimal pnlChange(RunInstance row, NightStrategy.@Nullable Figures now, RunInstance was) {
        InstanceResult then = results.get(was.instance());
        if (now == null || then == null || !money(row, now, was, then).equals(Currencies.money(now.exchange()))) {
            return null;
        }
        BigDecimal change = money(now.pnl()).subtract(money(then.totalPnl()));
        String currency = Currencies.of(now.exchange());
        both.merge(
                Currencies.money(now.exchange()),
                new NightReport.Both(currency, currency == null ? now.exchange() : null, 1, change),
                (one, other) -> new NightReport.Both(
                        one.currency(),
                        one.exchange(),
                        one.strategies() + other.strategies(),
                        one.pnlChange().add(other.pnlChange())));
        return change;
    }

    /** {@return the money of what a strategy was: its definition may have moved it to another exchange; of results of earlier versions, if that can be told} */
    private String money(RunInstance row, NightStrategy.Figures now, RunInstance was, InstanceResult then) {
        if (then.currency() != null) {
            return then.currency();
        }
        if (row.strategyHash().equals(was.strategyHash())) {
            return Currencies.money(now.exchange());
        }
        Strategy strategy = was.kind() == RunInstance.Kind.GRAPH
                ? night.strategies().of(was.strategyHash()).strategy()
                : null;
        return strategy == null ? "" : Currencies.money(strategy.exchange());
    }

    private static BigDecimal money(long units) {
        return BigDecimal.valueOf(units, Decimals.MONEY_SCALE);
    }
}
