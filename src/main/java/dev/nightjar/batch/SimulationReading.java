package dev.nightjar.batch;

import dev.nightjar.data.BarStore;
import dev.nightjar.data.CandleKey;
import dev.nightjar.data.DataException;
import dev.nightjar.data.DayStore;
import dev.nightjar.data.DividendCloses;
import dev.nightjar.data.StoredBars;
import dev.nightjar.market.Bars;
import dev.nightjar.market.BarsBuilder;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Sha256;
import dev.nightjar.market.TradingPeriods;
import dev.nightjar.simulation.Fitness;
import dev.nightjar.simulation.MissingSymbols;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SymbolHistory;
import dev.nightjar.strategy.Nearest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads of a store what simulations need, one symbol after the other, and keeps what is to be told of them, but not their bars. */
final class SimulationReading {

    private static final int TOLD = 5;

    private final SimulationConfig config;
    private final BarStore store;
    private final List<CandleKey> keys;
    private final SortedMap<String, List<CorporateAction>> actions;
    private final SortedMap<String, TradingPeriods> periods;
    /** Without their bars. */
    private final SortedMap<String, SymbolHistory> known = new TreeMap<>();

    private final SortedMap<String, Integer> bars = new TreeMap<>();
    /** Of each, the days from the first of the simulation on that have bars. */
    private final SortedMap<String, SortedSet<LocalDate>> days = new TreeMap<>();

    private final SortedMap<String, String> hashes = new TreeMap<>();
    private final SortedMap<String, String> missing = new TreeMap<>();

    SimulationReading(DayStore store, SimulationConfig config) {
        this.config = config;
        this.store = store.bars();
        keys = this.store.keys();
        actions = store.corporateActions();
        periods = store.tradingPeriods();
    }

    /** {@return what the store knows of a symbol; empty if that is not enough, which is told as missing} */
    Optional<SymbolHistory> read(String symbol) {
        CandleKey key = new CandleKey(symbol, config.timeframe());
        if (!keys.contains(key)) {
            missing.put(symbol, unknown(symbol));
            return Optional.empty();
        }
        StoredBars stored = store.open(key);
        Bars trades = stored.bars().trades();
        Bars all = trades == null ? Bars.empty(stored.instrument().priceScale()) : trades;
        ZoneId zone = stored.zone();
        int first = all.firstAtOrAfter(config.start().atStartOfDay(zone).toEpochSecond());
        int end = all.firstAtOrAfter(config.end().plusDays(1).atStartOfDay(zone).toEpochSecond());
        if (first == end) {
            missing.put(symbol, none(key, all, zone));
            return Optional.empty();
        }
        TradingPeriods told = periods.getOrDefault(symbol, TradingPeriods.ALWAYS);
        SymbolHistory history = new SymbolHistory(
                stored.instrument(),
                zone,
                config.timeframe(),
                range(all, Math.max(0, first - config.warmUpBars()), end),
                actions.getOrDefault(symbol, List.of()).stream()
                        .filter(action -> !action.exDate().isAfter(config.end()))
                        .toList(),
                told.listed(),
                told.delisted(),
                told.suspensions());
        List<String> unfit = new ArrayList<>(Fitness.problems(config, history));
        unfit.addAll(unknownCloses(history));
        if (!unfit.isEmpty()) {
            missing.put(symbol, String.join("; ", unfit));
            return Optional.empty();
        }
        known.put(symbol, withoutBars(history));
        bars.put(symbol, history.bars().count());
        days.put(symbol, days(history, history.firstFrom(config.start())));
        hashes.put(symbol, hash(history));
        return Optional.of(history);
    }

    /** {@return the hash of each symbol that was read and is not missing} */
    SortedMap<String, String> hashes() {
        return hashes;
    }

    /** {@return why others that were read are} */
    SortedMap<String, String> missing() {
        return missing;
    }

    private static SymbolHistory withoutBars(SymbolHistory history) {
        return new SymbolHistory(
                history.instrument(),
                history.zone(),
                history.timeframe(),
                Bars.empty(history.instrument().priceScale()),
                history.actions(),
                history.listed(),
                history.delisted(),
                history.suspensions());
    }

    private static NavigableSet<LocalDate> days(SymbolHistory history, int first) {
        NavigableSet<LocalDate> days = new TreeSet<>();
        for (int bar = first; bar < history.bars().count(); bar++) {
            days.add(history.date(bar));
        }
        return days;
    }

    /** {@return which dividends earlier prices cannot be adjusted for} */
    private static List<String> unknownCloses(SymbolHistory history) {
        NavigableSet<LocalDate> days = days(history, 0);
        return history.actions().stream()
                .filter(action -> action instanceof CorporateAction.Dividend
                        && action.exDate().isAfter(days.first()))
                .flatMap(dividend ->
                        DividendCloses.gap(history.instrument().exchange(), dividend.exDate(), days).stream())
                .toList();
    }

    private String unknown(String symbol) {
        List<String> others = keys.stream()
                .filter(key -> key.symbol().equals(symbol))
                .map(key -> key.timeframe().label())
                .toList();
        if (!others.isEmpty()) {
            return "there are no " + config.timeframe().label() + " candles of it, only " + String.join(", ", others);
        }
        SortedSet<String> known = keys.stream()
                .filter(key -> key.timeframe().equals(config.timeframe()))
                .map(CandleKey::symbol)
                .collect(Collectors.toCollection(TreeSet::new));
        return "the data set has no candles of it"
                + (known.isEmpty()
                        ? ", and of no other symbol any of "
                                + config.timeframe().label()
                        : Nearest.closest(symbol, known)
                                .map(nearest -> "; did you mean " + nearest + "?")
                                .orElseGet(() -> "; there are " + shortened(known)));
    }

    private String none(CandleKey key, Bars all, ZoneId zone) {
        return "there are no " + key.timeframe().label() + " candles of it from " + config.start() + " to "
                + config.end()
                + (all.count() == 0
                        ? ""
                        : "; those there are go from " + date(all, 0, zone) + " to "
                                + date(all, all.count() - 1, zone));
    }

    /**
     * {@return what is to be told of all that was read}
     *
     * @throws DataException if a symbol is missing where none may be, all are, or they trade at different exchanges
     */
    SimulationFacts facts() {
        List<String> problems = new ArrayList<>();
        boolean strict = config.missingSymbols() == MissingSymbols.STRICT;
        if (strict || known.isEmpty()) {
            missing.forEach((symbol, reason) -> problems.add(symbol + ": " + reason));
        }
        if (strict && !missing.isEmpty() && !known.isEmpty()) {
            problems.add(
                    "missing_symbols is strict; with skip the others would be simulated, and the part of the capital"
                            + " of those that are missing would stay cash");
        }
        SortedMap<String, List<String>> exchanges = new TreeMap<>();
        known.forEach((symbol, history) -> exchanges
                .computeIfAbsent(history.instrument().exchange(), absent -> new ArrayList<>())
                .add(symbol));
        if (exchanges.size() > 1) {
            problems.add("the symbols of a simulation trade at one exchange; " + exchanges);
        }
        known.forEach((symbol, history) -> {
            if (!history.actions().isEmpty() && history.instrument().kind() != InstrumentKind.STOCK) {
                problems.add(symbol + ": has corporate actions and is of kind "
                        + history.instrument().kind() + "; only stocks have any");
            }
        });
        if (!problems.isEmpty()) {
            throw new DataException("simulation " + config.id(), problems);
        }
        SymbolHistory first = Objects.requireNonNull(known.get(known.firstKey()));
        return new SimulationFacts(
                bars,
                missing,
                first.zone(),
                first.instrument().exchange(),
                days.values().stream()
                        .map(SortedSet::last)
                        .max(LocalDate::compareTo)
                        .orElseThrow(),
                hashes,
                warnings());
    }

    private static String hash(SymbolHistory history) {
        MessageDigest digest = Sha256.digest();
        text(
                digest,
                history.instrument() + "\n" + history.zone() + "\n"
                        + history.timeframe().label() + "\n" + history.actions() + "\n" + history.listed()
                        + "\n" + history.delisted() + "\n" + history.suspensions() + "\n");
        bars(digest, history.bars());
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void text(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void bars(MessageDigest digest, Bars bars) {
        ByteBuffer row = ByteBuffer.allocate(6 * Long.BYTES);
        for (int bar = 0; bar < bars.count(); bar++) {
            row.clear();
            row.putLong(bars.start(bar))
                    .putLong(bars.open(bar))
                    .putLong(bars.high(bar))
                    .putLong(bars.low(bar))
                    .putLong(bars.close(bar))
                    .putLong(bars.volume(bar));
            digest.update(row.array());
        }
    }

    /** {@return on how many days a symbol that was listed has no bar where others have one, and who begins late or ends early} */
    private List<String> warnings() {
        SortedSet<LocalDate> all = new TreeSet<>();
        days.values().forEach(all::addAll);
        List<String> warnings = new ArrayList<>();
        known.forEach((symbol, history) -> {
            SortedSet<LocalDate> gaps = new TreeSet<>(all);
            gaps.removeAll(Objects.requireNonNull(days.get(symbol)));
            gaps.removeIf(date -> !history.isTradable(date));
            if (!gaps.isEmpty()) {
                warnings.add(symbol + " has no bar on " + gaps.size() + " of " + all.size()
                        + " days on which others have one, such as " + gaps.first()
                        + "; its last close stands for it on them");
            }
        });
        if (periods.isEmpty()) {
            warnings.add(
                    "the data set tells of no symbol when it was listed and delisted: symbols that exist today were chosen"
                            + " by somebody who knows that they do (survivorship)");
        }
        return warnings;
    }

    private static LocalDate date(Bars bars, int bar, ZoneId zone) {
        return Instant.ofEpochSecond(bars.start(bar)).atZone(zone).toLocalDate();
    }

    private static Bars range(Bars bars, int from, int to) {
        BarsBuilder builder = new BarsBuilder(bars.priceScale());
        builder.addAll(bars, from, to);
        return builder.bars();
    }

    private static String shortened(Collection<String> all) {
        String shown = all.stream().limit(TOLD).collect(Collectors.joining(", "));
        return all.size() > TOLD ? shown + " and " + (all.size() - TOLD) + " more" : shown;
    }
}
