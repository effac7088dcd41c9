package dev.nightjar.simulation;

import dev.nightjar.market.Side;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a pass over some symbols with some capital did. Fills, flows and skips stand by time, symbol and sequence; points by
 * time. Money is in units of 10<sup>-6</sup>, times are epoch seconds, prices are units of the scale beside them.
 *
 * <p>At every point cash is the capital plus the {@linkplain Fill#cash cash} of all fills and the amounts of all flows whose
 * slice is not after it, exactly.
 *
 * @param zone of the exchange
 * @param capital what all began with
 * @param open positions that are open at the end, by symbol
 * @param warnings by symbol
 * @param dropped symbols of which there are no bars, with the reason; their part of the capital stays cash
 */
public record Ledger(
        ZoneId zone,
        SortedSet<String> symbols,
        long capital,
        List<Fill> fills,
        List<Flow> flows,
        List<Skip> skips,
        List<Point> equity,
        List<Open> open,
        SortedMap<String, List<String>> warnings,
        SortedMap<String, String> dropped) {

    private static final Comparator<Event> ORDER =
            Comparator.comparingLong(Event::time).thenComparing(Event::symbol).thenComparingInt(Event::sequence);

    public Ledger {
        symbols = Collections.unmodifiableSortedSet(new TreeSet<>(symbols));
        fills = fills.stream().sorted(ORDER).toList();
        flows = flows.stream().sorted(ORDER).toList();
        skips = skips.stream().sorted(ORDER).toList();
        equity = List.copyOf(equity);
        open = open.stream().sorted(Comparator.comparing(Open::symbol)).toList();
        SortedMap<String, List<String>> copied = new TreeMap<>();
        warnings.forEach((symbol, sentences) -> copied.put(symbol, List.copyOf(sentences)));
        warnings = Collections.unmodifiableSortedMap(copied);
        dropped = Collections.unmodifiableSortedMap(new TreeMap<>(dropped));
    }

    /** Something that happened to a symbol. */
    public sealed interface Event {
        long time();

        String symbol();

        /** {@return its number within its pass, in the order in which things happened} */
        int sequence();
    }

    /**
     * Shares bought or sold.
     *
     * @param time of the open or close at which it filled
     * @param slice the time of the first point that knows of it
     * @param price with slippage
     * @param marketPrice without
     * @param notional price times quantity
     * @param slippage what slippage cost; not negative
     * @param fees not negative
     * @param signalTime when its reason was known
     * @param positionAfter shares held after it; negative is short
     */
    public record Fill(
            long time,
            long slice,
            String symbol,
            int sequence,
            Side side,
            long quantity,
            long price,
            long marketPrice,
            int priceScale,
            long notional,
            long slippage,
            long fees,
            FillReason reason,
            long signalTime,
            long positionAfter)
            implements Event {

        /** {@return what it brought to the account; negative if it was paid} */
        public long cash() {
            return Math.subtractExact(side == Side.BUY ? Math.negateExact(notional) : notional, fees);
        }
    }

    /**
     * What a company did to the shares held.
     *
     * @param time the open of the first bar that trades without it
     * @param slice the time of the first point that knows of it
     * @param amount what it brought to the account: a dividend, or what was paid for a fraction of a share; negative if it was
     *     paid, as by those who are short
     * @param quantityBefore shares held before it
     * @param quantityAfter and after it
     * @param newShares of a split, for {@code oldShares} old ones; 1 for 1 of a dividend
     */
    public record Flow(
            long time,
            long slice,
            String symbol,
            int sequence,
            Kind kind,
            long amount,
            long quantityBefore,
            long quantityAfter,
            long newShares,
            long oldShares)
            implements Event {

        /** What it was. */
        public enum Kind {
            DIVIDEND("dividend"),
            SPLIT("split");

            private final String label;

            Kind(String label) {
                this.label = label;
            }

            /** {@return the name used in files} */
            public String label() {
                return label;
            }
        }
    }

    /**
     * An order that was not carried out.
     *
     * @param slice the time of the point of the same moment
     * @param wanted what its size would have cost, if that was known; else 0
     * @param available what the account could have paid
     * @param price of one share, if it came so far; else 0
     * @param signalTime when its reason was known
     */
    public record Skip(
            long time,
            long slice,
            String symbol,
            int sequence,
            Side side,
            SkipReason reason,
            long wanted,
            long available,
            long price,
            int priceScale,
            long signalTime)
            implements Event {}

    /**
     * What the account was worth after the bars of a moment.
     *
     * @param positions the value of what is held at the last closes; what is owed is negative
     * @param exposure the sum of the values without their signs
     * @param held how many symbols are held
     */
    public record Point(long time, long cash, long positions, long exposure, int held) {

        public long equity() {
            return Math.addExact(cash, positions);
        }
    }

    /**
     * A position that is open at the end.
     *
     * @param quantity negative is short
     * @param price the last close
     * @param time of the last close
     * @param value at that price; negative if short
     */
    public record Open(String symbol, long quantity, long price, int priceScale, long time, long value) {}

    /** {@return the last point; null if there is none} */
    public @Nullable Point last() {
        return equity.isEmpty() ? null : equity.get(equity.size() - 1);
    }

    /** {@return a ledger of a symbol of which there are no bars: its capital stays cash} */
    public static Ledger dropped(ZoneId zone, String symbol, long capital, String reason) {
        return new Ledger(
                zone,
                new TreeSet<>(List.of(symbol)),
                capital,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new TreeMap<>(),
                new TreeMap<>(Map.of(symbol, reason)));
    }

    /**
     * {@return the ledger of all of them together: of every moment of any of them, with what the others had last}
     *
     * <p>It does not depend on how they are grouped or ordered.
     *
     * @param parts of different symbols and one zone, at least one
     * @throws IllegalArgumentException if two of them have a symbol, or their zones differ
     */
    public static Ledger merge(List<Ledger> parts) {
        return LedgerMerge.of(parts);
    }
}
