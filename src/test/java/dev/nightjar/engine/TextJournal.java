package dev.nightjar.engine;

import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Side;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import dev.nightjar.strategy.OrderType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes down what a run tells, one short line per event or other telling. */
final class TextJournal implements Journal {

    private final List<String> lines = new ArrayList<>();
    /** By instance, by leg. */
    private final Map<Integer, Map<Integer, Long>> openUnits = new HashMap<>();

    /** {@return the lines of all instances, each preceded by its number if there are several} */
    List<String> lines() {
        return lines;
    }

    @Override
    public DayJournal open(int instance, MarketDay day) {
        return new Text(
                instance == 0 ? "" : instance + ": ", day, openUnits.computeIfAbsent(instance, key -> new HashMap<>()));
    }

    private final class Text implements DayJournal {

        private final String prefix;
        private final MarketDay day;
        private final Map<Integer, Long> openUnits;
        private StringBuilder event = new StringBuilder();
        private EventKind kind = EventKind.NODE_COMPLETED;
        private int count;

        Text(String prefix, MarketDay day, Map<Integer, Long> openUnits) {
            this.prefix = prefix;
            this.day = day;
            this.openUnits = openUnits;
        }

        private String time(long nanos) {
            return Instant.ofEpochSecond(0, nanos)
                    .atZone(day.session().zone())
                    .toLocalTime()
                    .toString();
        }

        @Override
        public void continues(int firstEvent) {
            count = firstEvent;
            lines.add(prefix + "day " + day.date());
        }

        @Override
        public void carried(int leg, int positionNumber, long quantity, long price, long unrealized) {
            lines.add(prefix + "carried l" + leg + "#" + positionNumber + " " + quantity + "@" + price + " "
                    + unrealized);
        }

        @Override
        public void warmUp(String symbol, Timeframe timeframe, WarmUp warmUp) {}

        @Override
        public void begin(EventKind kind, long time, int node, int parent) {
            this.kind = kind;
            event = new StringBuilder()
                    .append(prefix)
                    .append(count++)
                    .append('<')
                    .append(parent < 0 ? "" : Integer.toString(parent))
                    .append(' ')
                    .append(time(time))
                    .append(' ')
                    .append(kind.label());
            if (node >= 0) {
                event.append(" n").append(node);
            }
        }

        @Override
        public void detail(Detail detail) {
            event.append(' ').append(detail.label());
        }

        @Override
        public void reEntryNumber(int number) {
            event.append(" re").append(number);
        }

        @Override
        public void usedReEntryConditions() {
            event.append(" re-conditions");
        }

        @Override
        public void ambiguous() {
            event.append(" ambiguous");
        }

        @Override
        public void leaf(int leaf, double lhs, double rhs, double upper, boolean result) {
            event.append(" [").append(leaf).append(result ? " true]" : " false]");
        }

        @Override
        public void previous(double lhs, double rhs) {
            event.append(" before ").append(lhs).append(',').append(rhs);
        }

        @Override
        public void variable(int variable, double value) {
            event.append(" v").append(variable).append('=').append(value);
        }

        @Override
        public void opened(
                int leg,
                int positionNumber,
                Contract contract,
                Side side,
                long quantity,
                long time,
                long price,
                long slippage,
                long fees,
                long underlyingPrice,
                int underlyingScale) {
            event.append(" opened l")
                    .append(leg)
                    .append('#')
                    .append(positionNumber)
                    .append(' ')
                    .append(side)
                    .append(' ')
                    .append(quantity)
                    .append('@')
                    .append(price)
                    .append(" under ")
                    .append(underlyingPrice);
            costs(slippage, fees);
            openUnits.put(leg, quantity);
        }

        private void costs(long slippage, long fees) {
            event.append(slippage == 0 ? "" : " slip " + slippage).append(fees == 0 ? "" : " fees " + fees);
        }

        @Override
        public void rested(
                int leg,
                boolean closing,
                Contract contract,
                Side side,
                long quantity,
                OrderType type,
                long limitPrice,
                long stopPrice) {
            event.append(" rests l").append(leg);
            event.append(closing ? " closing " + quantity : "");
            event.append(type == OrderType.MARKET ? "" : " " + type.label());
            event.append(limitPrice == TickSeries.NO_PRICE ? "" : " limit " + limitPrice);
            event.append(stopPrice == TickSeries.NO_PRICE ? "" : " stop " + stopPrice);
        }

        @Override
        public void skipped(int leg, SkipReason reason) {
            event.append(" skipped l").append(leg).append(' ').append(reason.label());
        }

        @Override
        public void cancelled(int leg, boolean closing) {
            event.append(" cancelled l").append(leg).append(closing ? " closing" : "");
        }

        @Override
        public void closed(
                int leg,
                int positionNumber,
                long quantity,
                OrderType type,
                long time,
                long price,
                long slippage,
                long fees,
                long profit,
                ExitReason reason) {
            event.append(" closed l")
                    .append(leg)
                    .append('#')
                    .append(positionNumber)
                    .append(' ')
                    .append(part(leg, quantity))
                    .append('@')
                    .append(price)
                    .append(type == OrderType.MARKET ? "" : " " + type.label())
                    .append(" profit ")
                    .append(profit);
            costs(slippage, fees);
            event.append(isPlain(reason) ? "" : " for " + reason.label());
        }

        /** {@return the units, where some are left} */
        private String part(int leg, long quantity) {
            long left = Objects.requireNonNull(openUnits.get(leg)) - quantity;
            openUnits.put(leg, left);
            return left == 0 ? "" : Long.toString(quantity);
        }

        /** {@return whether the event says why already} */
        private boolean isPlain(ExitReason reason) {
            return switch (kind) {
                case NODE_COMPLETED, EXIT_PENDING ->
                    reason == ExitReason.EXIT_CONDITION_MET || reason == ExitReason.SQUARE_OFF;
                case PROTECTION_HIT -> true;
                default -> kind.label().equals(reason.label());
            };
        }

        @Override
        public void protection(int leg, Protection kind, long level) {
            event.append(" hit l")
                    .append(leg)
                    .append(' ')
                    .append(kind.label())
                    .append(' ')
                    .append(level);
        }

        @Override
        public void armed(int leg, Protection kind, long level) {
            event.append(" armed l")
                    .append(leg)
                    .append(' ')
                    .append(kind.label())
                    .append(' ')
                    .append(level);
        }

        @Override
        public void end() {
            lines.add(event.toString());
        }

        @Override
        public void mark(int minute, long equity) {
            lines.add(prefix + "mark " + minute + " " + equity);
        }

        @Override
        public void warning(String message) {
            lines.add(prefix + "warning " + message);
        }

        @Override
        public void failed(String reason) {
            lines.add(prefix + "failed " + reason);
        }
    }
}
