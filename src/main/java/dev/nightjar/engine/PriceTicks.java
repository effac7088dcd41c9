package dev.nightjar.engine;

import dev.nightjar.market.TickSeries;
import java.util.Arrays;

/** The ticks of an instrument that have a price of one kind; what they give as their price is that one. */
final class PriceTicks implements TickSeries {

    /** Which price of a tick. */
    enum Kind {
        /** The traded price. */
        TRADED {
            @Override
            boolean has(TickSeries ticks, int tick) {
                return of(ticks, tick) != NO_PRICE;
            }

            @Override
            long of(TickSeries ticks, int tick) {
                return ticks.price(tick);
            }
        },
        /** The best bid; a bid of 0 is none. */
        BID {
            @Override
            boolean has(TickSeries ticks, int tick) {
                return of(ticks, tick) > 0;
            }

            @Override
            long of(TickSeries ticks, int tick) {
                return ticks.bid(tick);
            }
        },
        /** The best ask; an ask of 0 is none. */
        ASK {
            @Override
            boolean has(TickSeries ticks, int tick) {
                return of(ticks, tick) > 0;
            }

            @Override
            long of(TickSeries ticks, int tick) {
                return ticks.ask(tick);
            }
        };

        abstract boolean has(TickSeries ticks, int tick);

        abstract long of(TickSeries ticks, int tick);

        /** {@return the ticks that have this price} */
        int[] places(TickSeries ticks) {
            int[] places = new int[ticks.count()];
            int count = 0;
            for (int tick = 0; tick < places.length; tick++) {
                if (has(ticks, tick)) {
                    places[count++] = tick;
                }
            }
            return Arrays.copyOf(places, count);
        }
    }

    private final TickSeries all;
    private final Kind kind;
    private final int[] places;

    /** @param places as {@link Kind#places} finds them */
    PriceTicks(TickSeries all, Kind kind, int[] places) {
        this.all = all;
        this.kind = kind;
        this.places = places;
    }

    @Override
    public int count() {
        return places.length;
    }

    @Override
    public long time(int tick) {
        return all.time(places[tick]);
    }

    @Override
    public long sequence(int tick) {
        return all.sequence(places[tick]);
    }

    @Override
    public long price(int tick) {
        return kind.of(all, places[tick]);
    }

    @Override
    public long quantity(int tick) {
        return all.quantity(places[tick]);
    }

    @Override
    public long openInterest(int tick) {
        return all.openInterest(places[tick]);
    }
}
