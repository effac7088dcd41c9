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
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Everything of a store that a portfolio simulation depends on: the bars of its symbols from its warm-up to its last day, their splits
 * and dividends, and when they could be traded.
 *
 * @param histories of the symbols that have a bar in the simulation's days, and of which all is known that it needs
 * @param missing why the others are not among them
 * @param zone of the exchange
 * @param exchange of the symbols
 * @param hashes the SHA-256, in hexadecimal, of all that is known of each symbol that has bars; the same as long as nothing of it changes
 * @param warnings what a reader of the result should know of it, one sentence each
 */
public record SimulationData(
        SortedMap<String, SymbolHistory> histories,
        SortedMap<String, String> missing,
        ZoneId zone,
        String exchange,
        SortedMap<String, String> hashes,
        List<String> warnings) {

    private static final int TOLD = 5;

    public SimulationData {
        histories = Collections.unmodifiableSortedMap(new TreeMap<>(histories));
        missing = Collections.unmodifiableSortedMap(new TreeMap<>(missing));
        hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
        warnings = List.copyOf(warnings);
    }

    /**
     * {@return what a data set has of a simulation, whose candles are imported if they are not in the store}
     *
     * @throws DataException likewise
     */
    public static SimulationData of(DataSet set, SimulationConfig config) {
        set.importDays(List.of(), imported -> {});
        return of(set.store(), config);
    }

    /** {@return the SHA-256, in hexadecimal, of all of it} */
    public String hash() {
        return Sha256.of(hashes + " without " + missing.keySet());
    }

    /**
     * {@return what a store has of a simulation}
     *
     * @throws DataException if a symbol is missing where none may be, all are, they trade at different exchanges, or a file of the store
     *     is damaged; with all that is wrong
     */
    public static SimulationData of(DayStore store, SimulationConfig config) {
        return of(store, config, config.symbols());
    }

    /** {@return what a store has of some of a simulation's symbols, likewise} */
    public static SimulationData of(DayStore store, SimulationConfig config, Collection<String> symbols) {
        Reading reading = new Reading(store, config);
        symbols.forEach(reading::read);
        return reading.done();
    }

    private static final class Reading {

        private final SimulationConfig config;
        private final BarStore store;
        private final List<CandleKey> keys;
        private final SortedMap<String, List<CorporateAction>> actions;
        private final SortedMap<String, TradingPeriods> periods;
        private final SortedMap<String, SymbolHistory> histories = new TreeMap<>();
        private final SortedMap<String, String> missing = new TreeMap<>();

        Reading(DayStore store, SimulationConfig config) {
            this.config = config;
            this.store = store.bars();
            keys = this.store.keys();
            actions = store.corporateActions();
            periods = store.tradingPeriods();
        }

        void read(String symbol) {
            CandleKey key = new CandleKey(symbol, config.timeframe());
            if (!keys.contains(key)) {
                missing.put(symbol, unknown(symbol));
                return;
            }
            StoredBars stored = store.open(key);
            Bars trades = stored.bars().trades();
            Bars all = trades == null ? Bars.empty(stored.instrument().priceScale()) : trades;
            ZoneId zone = stored.zone();
            int first = all.firstAtOrAfter(config.start().atStartOfDay(zone).toEpochSecond());
            int end = all.firstAtOrAfter(
                    config.end().plusDays(1).atStartOfDay(zone).toEpochSecond());
            if (first == end) {
                missing.put(symbol, none(key, all, zone));
                return;
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
            if (unfit.isEmpty()) {
                histories.put(symbol, history);
            } else {
                missing.put(symbol, String.join("; ", unfit));
            }
        }

        /** {@return which dividends earlier prices cannot be adjusted for} */
        private static List<String> unknownCloses(SymbolHistory history) {
            TreeSet<LocalDate> days = new TreeSet<>();
            for (int bar = 0; bar < history.bars().count(); bar++) {
                days.add(history.date(bar));
            }
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
                return "there are no " + config.timeframe().label() + " candles of it, only "
                        + String.join(", ", others);
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

        SimulationData done() {
            List<String> problems = new ArrayList<>();
            boolean strict = config.missingSymbols() == MissingSymbols.STRICT;
            if (strict || histories.isEmpty()) {
                missing.forEach((symbol, reason) -> problems.add(symbol + ": " + reason));
            }
            if (strict && !missing.isEmpty() && !histories.isEmpty()) {
                problems.add(
                        "missing_symbols is strict; with skip the others would be simulated, and the part of the capital"
                                + " of those that are missing would stay cash");
            }
            SortedMap<String, List<String>> exchanges = new TreeMap<>();
            histories.forEach((symbol, history) -> exchanges
                    .computeIfAbsent(history.instrument().exchange(), absent -> new ArrayList<>())
                    .add(symbol));
            if (exchanges.size() > 1) {
                problems.add("the symbols of a simulation trade at one exchange; " + exchanges);
            }
            histories.forEach((symbol, history) -> {
                if (!history.actions().isEmpty() && history.instrument().kind() != InstrumentKind.STOCK) {
                    problems.add(symbol + ": has corporate actions and is of kind "
                            + history.instrument().kind() + "; only stocks have any");
                }
            });
            if (!problems.isEmpty()) {
                throw new DataException("simulation " + config.id(), problems);
            }
            SymbolHistory first = histories.get(histories.firstKey());
            SymbolHistory any = Objects.requireNonNull(first);
            return new SimulationData(
                    histories, missing, any.zone(), any.instrument().exchange(), hashes(), warnings());
        }

        private SortedMap<String, String> hashes() {
            SortedMap<String, String> hashes = new TreeMap<>();
            histories.forEach((symbol, history) -> {
                MessageDigest digest = Sha256.digest();
                text(
                        digest,
                        history.instrument() + "\n" + history.zone() + "\n"
                                + history.timeframe().label() + "\n" + history.actions() + "\n" + history.listed()
                                + "\n" + history.delisted() + "\n" + history.suspensions() + "\n");
                bars(digest, history.bars());
                hashes.put(symbol, HexFormat.of().formatHex(digest.digest()));
            });
            return hashes;
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
            SortedSet<LocalDate> days = new TreeSet<>();
            Map<String, SortedSet<LocalDate>> own = new TreeMap<>();
            histories.forEach((symbol, history) -> {
                SortedSet<LocalDate> dates = new TreeSet<>();
                for (int bar = history.firstFrom(config.start());
                        bar < history.bars().count();
                        bar++) {
                    dates.add(history.date(bar));
                }
                own.put(symbol, dates);
                days.addAll(dates);
            });
            List<String> warnings = new ArrayList<>();
            histories.forEach((symbol, history) -> {
                SortedSet<LocalDate> gaps = new TreeSet<>(days);
                gaps.removeAll(Objects.requireNonNull(own.get(symbol)));
                gaps.removeIf(date -> !history.isTradable(date));
                if (!gaps.isEmpty()) {
                    warnings.add(symbol + " has no bar on " + gaps.size() + " of " + days.size()
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
