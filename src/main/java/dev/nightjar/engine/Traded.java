package dev.nightjar.engine;

import dev.nightjar.market.Instrument;
import org.jspecify.annotations.Nullable;

/** A contract that instances trade on a day: how journals show it, and its prices. */
final class Traded {

    private final DayTapes tapes;
    private final Instrument contract;
    private final DayJournal.Contract shown;
    /** By kind; null until they are asked for, and of a day of bars. */
    private final @Nullable PriceColumn[] columns = new PriceColumn[PriceTicks.Kind.values().length];

    Traded(DayTapes tapes, Instrument contract) {
        this.tapes = tapes;
        this.contract = contract;
        shown = new DayJournal.Contract(contract.symbol(), contract.exchange(), contract.priceScale());
    }

    Instrument contract() {
        return contract;
    }

    /** {@return the contract as journals show it} */
    DayJournal.Contract shown() {
        return shown;
    }

    /**
     * {@return its price of a kind, before the day's first}
     *
     * @param last that of earlier days; null if there is none, or it does not count
     * @param used one that nobody needs any more, which begins anew; null if there is none
     */
    Quote quote(PriceTicks.Kind kind, Quote.@Nullable Last last, @Nullable Quote used) {
        PriceColumn known = columns[kind.ordinal()];
        if (known != null && used != null) {
            used.begin(known, last);
            return used;
        }
        if (known != null) {
            return new Quote(known, last);
        }
        Quote first = tapes.quote(contract.symbol(), kind, last);
        columns[kind.ordinal()] = first.column();
        return first;
    }
}
