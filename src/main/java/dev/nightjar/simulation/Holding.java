package dev.nightjar.simulation;

import dev.nightjar.market.Bars;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.Side;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One symbol in a pass: how far it has come, what is held of it, and what is to be done with it. */
final class Holding {

    private final SymbolHistory history;
    private final Bars bars;
    private final List<Signal> signals;
    private final Sizes sizes;
    private final int first;
    private final int end;
    private int bar;
    private int nextSignal;
    private int nextAction;
    /** On which it happens. */
    private int barOfNextAction;

    private long quantity;
    /** At which it is valued: of the last bar looked at, the open until its close is known. */
    private long price;

    private long priceTime;
    private @Nullable Order order;

    /**
     * What is to be done at the next chance.
     *
     * @param side null brings the position to its size
     * @param time when its reason was known
     */
    record Order(@Nullable Side side, double strength, long time) {}

    Holding(SimulationConfig config, PortfolioPass.Input input) {
        history = input.history();
        bars = history.bars();
        signals = input.signals().list();
        first = history.first(config);
        end = history.end(config);
        sizes = new Sizes(config, history, first, end);
        bar = first;
        List<CorporateAction> actions = history.actions();
        // Nothing is held before the first bar trades.
        while (first < end
                && nextAction < actions.size()
                && !actions.get(nextAction).exDate().isAfter(history.date(first))) {
            nextAction++;
        }
        barOfNextAction = barOfNextAction();
    }

    private int barOfNextAction() {
        List<CorporateAction> actions = history.actions();
        return nextAction < actions.size()
                ? history.firstFrom(actions.get(nextAction).exDate())
                : Integer.MAX_VALUE;
    }

    SymbolHistory history() {
        return history;
    }

    Instrument instrument() {
        return history.instrument();
    }

    String symbol() {
        return history.symbol();
    }

    int priceScale() {
        return bars.priceScale();
    }

    boolean hasBars() {
        return first < end;
    }

    /** {@return whether there is a bar that was not passed yet} */
    boolean hasNext() {
        return bar < end;
    }

    /** {@return when that bar ends} */
    long nextEnd() {
        return history.end(bar);
    }

    int bar() {
        return bar;
    }

    boolean isLast() {
        return bar == end - 1;
    }

    LocalDate lastDate() {
        return history.date(end - 1);
    }

    LocalDate date() {
        return history.date(bar);
    }

    long start() {
        return bars.start(bar);
    }

    boolean isTradable() {
        return history.isTradable(date());
    }

    void advance() {
        bar++;
    }

    void atOpen() {
        mark(bars.open(bar), start());
    }

    void atClose(long time) {
        mark(bars.close(bar), time);
    }

    private void mark(long newPrice, long time) {
        price = newPrice;
        priceTime = time;
    }

    long price() {
        return price;
    }

    long priceTime() {
        return priceTime;
    }

    long quantity() {
        return quantity;
    }

    boolean isHeld() {
        return quantity != 0;
    }

    void hold(long shares) {
        quantity = shares;
    }

    /** {@return what is held at the price; negative if short} */
    long value() {
        return Money.notional(quantity, price, priceScale());
    }

    /** {@return the smallest number of shares that is traded} */
    long lot() {
        return Math.max(1, instrument().lotSize());
    }

    BigDecimal lots(long shares) {
        return BigDecimal.valueOf(shares).divideToIntegralValue(BigDecimal.valueOf(lot()));
    }

    Sizes.@Nullable Wanted wanted(long equity, long atPrice) {
        return sizes.wanted(bar, equity, atPrice);
    }

    @Nullable Order order() {
        return order;
    }

    void order(@Nullable Order next) {
        order = next;
    }

    /** {@return the next signal if it is known at a time; null if there is none} */
    @Nullable Signal signalUntil(long time) {
        return nextSignal < signals.size() && signals.get(nextSignal).time() <= time ? signals.get(nextSignal++) : null;
    }

    /** {@return the next action if shares trade without it on the bar; null if there is none} */
    @Nullable CorporateAction actionOfBar() {
        if (barOfNextAction > bar) {
            return null;
        }
        CorporateAction action = history.actions().get(nextAction++);
        barOfNextAction = barOfNextAction();
        return action;
    }
}
