package dev.nightjar.market;

import java.util.ArrayList;
import java.util.List;

/** Cells read off a series tick by tick. */
public final class NaiveCells implements Cells {

    private static final long NANOS = 1_000_000_000L;

    private static final class Cell {
        private int minute;
        private int tickEnd;
        private long open = TickSeries.NO_PRICE;
        private long high = TickSeries.NO_PRICE;
        private long low = TickSeries.NO_PRICE;
        private long close = TickSeries.NO_PRICE;
        private long volume;
        private long seconds;
        private final List<Integer> secondEnds = new ArrayList<>();
    }

    private final List<Cell> cells = new ArrayList<>();

    public NaiveCells(TickSeries ticks, Session session) {
        Cell cell = new Cell();
        cell.minute = -1;
        for (int tick = 0; tick < ticks.count(); tick++) {
            int second = (int) (Math.floorDiv(ticks.time(tick), NANOS) - session.open());
            if (second / 60 != cell.minute) {
                cell = new Cell();
                cell.minute = second / 60;
                cells.add(cell);
            }
            long bit = 1L << second % 60;
            if ((cell.seconds & bit) == 0) {
                cell.seconds |= bit;
                cell.secondEnds.add(0);
            }
            cell.tickEnd = tick + 1;
            cell.secondEnds.set(cell.secondEnds.size() - 1, tick + 1);
            long price = ticks.price(tick);
            if (price != TickSeries.NO_PRICE) {
                boolean first = cell.open == TickSeries.NO_PRICE;
                cell.open = first ? price : cell.open;
                cell.high = first ? price : Math.max(cell.high, price);
                cell.low = first ? price : Math.min(cell.low, price);
                cell.close = price;
                cell.volume += ticks.quantity(tick);
            }
        }
    }

    @Override
    public int count() {
        return cells.size();
    }

    @Override
    public int minute(int cell) {
        return cells.get(cell).minute;
    }

    @Override
    public int tickEnd(int cell) {
        return cells.get(cell).tickEnd;
    }

    @Override
    public long open(int cell) {
        return cells.get(cell).open;
    }

    @Override
    public long high(int cell) {
        return cells.get(cell).high;
    }

    @Override
    public long low(int cell) {
        return cells.get(cell).low;
    }

    @Override
    public long close(int cell) {
        return cells.get(cell).close;
    }

    @Override
    public long volume(int cell) {
        return cells.get(cell).volume;
    }

    @Override
    public long seconds(int cell) {
        return cells.get(cell).seconds;
    }

    @Override
    public int secondEnd(int cell, int place) {
        return cells.get(cell).secondEnds.get(place);
    }
}
