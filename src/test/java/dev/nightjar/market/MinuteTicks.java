package dev.nightjar.market;

/** The traded ticks of a series that knows its minutes without looking at them, as those of a store do. */
public record MinuteTicks(TickSeries ticks, Session session) implements TickSeries {

    @Override
    public Cells cells() {
        return new NaiveCells(ticks, session);
    }

    @Override
    public int count() {
        return ticks.count();
    }

    @Override
    public long time(int tick) {
        return ticks.time(tick);
    }

    @Override
    public long sequence(int tick) {
        return ticks.sequence(tick);
    }

    @Override
    public long price(int tick) {
        return ticks.price(tick);
    }

    @Override
    public long quantity(int tick) {
        return ticks.quantity(tick);
    }

    @Override
    public long openInterest(int tick) {
        return ticks.openInterest(tick);
    }

    @Override
    public long bid(int tick) {
        return ticks.bid(tick);
    }

    @Override
    public long ask(int tick) {
        return ticks.ask(tick);
    }

    @Override
    public boolean hasQuotes() {
        return ticks.hasQuotes();
    }
}
