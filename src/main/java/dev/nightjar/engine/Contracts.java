package dev.nightjar.engine;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.Expiries;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Underlying;
import dev.nightjar.strategy.ContractChoice;
import dev.nightjar.strategy.ExpiryChoice;
import dev.nightjar.strategy.Strategy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses the contracts that a strategy's legs trade on one day. */
final class Contracts {

    private final DayTapes tapes;
    private final MarketDay day;
    private final Instrument trading;
    private final @Nullable Underlying underlying;
    private final Program program;
    /** By leg; null until it is asked for. */
    private final @Nullable Map<Long, Optional<Traded>>[] chosen;

    /** @throws IllegalStateException if a leg can have no contract on this day, whatever the prices */
    Contracts(DayTapes tapes, Program program) {
        Strategy strategy = program.strategy();
        this.tapes = tapes;
        this.program = program;
        chosen = noneChosen(program.graph().legCount());
        day = tapes.day();
        String symbol = strategy.trading().symbol();
        trading = Objects.requireNonNull(day.instrument(symbol));
        underlying = day.underlying(symbol);
        if (!trading.exchange().equals(strategy.exchange())) {
            throw new IllegalStateException(
                    symbol + " is quoted on " + trading.exchange() + ", the strategy says " + strategy.exchange());
        }
        for (int leg = 0; leg < program.graph().legCount(); leg++) {
            ContractChoice choice = program.leg(leg).contract();
            if (choice instanceof ContractChoice.Option option && option.strike() == null && underlying == null) {
                throw new IllegalStateException("no strike interval is known for " + symbol);
            }
            if (choice instanceof ContractChoice.Stock && trading.kind() == InstrumentKind.INDEX) {
                throw new IllegalStateException(symbol + " is an index, which cannot be traded");
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable Map<Long, Optional<Traded>>[] noneChosen(int legs) {
        return new Map[legs];
    }

    /**
     * {@return the contract of a leg, or null if the day has none}
     *
     * @param spot the trading instrument's last price
     */
    @Nullable Traded choose(int leg, long spot) {
        Map<Long, Optional<Traded>> known = chosen[leg];
        if (known == null) {
            known = tapes.chosen(trading.symbol(), program.leg(leg).contract());
            chosen[leg] = known;
        }
        Optional<Traded> found = known.get(spot);
        if (found == null) {
            found = Optional.ofNullable(find(program.leg(leg).contract(), spot)).map(tapes::traded);
            known.put(spot, found);
        }
        return found.orElse(null);
    }

    private @Nullable Instrument find(ContractChoice choice, long spot) {
        if (choice instanceof ContractChoice.Option option) {
            LocalDate expiry = expiry(day.optionExpiries(trading.symbol()), option.expiry());
            return expiry == null
                    ? null
                    : day.instrument(
                            Instrument.optionSymbol(trading.symbol(), expiry, strike(option, spot), option.type()));
        }
        if (choice instanceof ContractChoice.Future future) {
            LocalDate expiry = expiry(day.futureExpiries(trading.symbol()), future.expiry());
            return expiry == null ? null : day.instrument(Instrument.futureSymbol(trading.symbol(), expiry));
        }
        return trading;
    }

    /**
     * {@return what a derivative on the trading instrument is worth when it expires: an option its intrinsic value}
     *
     * @param spot the trading instrument's last price
     */
    long settlementPrice(Instrument contract, long spot) {
        long underlying = Decimals.rescale(spot, trading.priceScale(), contract.priceScale());
        BigDecimal strike = contract.strike();
        if (strike == null) {
            return underlying;
        }
        BigDecimal above = BigDecimal.valueOf(underlying).subtract(strike.movePointRight(contract.priceScale()));
        BigDecimal worth = contract.optionType() == OptionType.CE ? above : above.negate();
        return worth.max(BigDecimal.ZERO).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }

    private static @Nullable LocalDate expiry(List<LocalDate> expiries, ExpiryChoice which) {
        return Expiries.choose(expiries, which.unit(), which.number());
    }

    private BigDecimal strike(ContractChoice.Option option, long spot) {
        BigDecimal fixed = option.strike();
        return fixed != null
                ? fixed
                : Objects.requireNonNull(underlying)
                        .strike(spot, trading.priceScale(), option.type(), option.strikeOffset());
    }
}
