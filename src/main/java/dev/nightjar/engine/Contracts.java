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
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The contracts on one trading instrument that strategies choose on one day. */
final class Contracts {

    /** A prime, as prices are multiples of a step. */
    private static final int LATEST = 127;

    private final DayTapes tapes;
    private final MarketDay day;
    private final Instrument trading;
    private final @Nullable Underlying underlying;
    private final Map<ContractChoice, Chosen> chosen = new HashMap<>();

    /** @param symbol the trading instrument's, which the day knows */
    Contracts(DayTapes tapes, String symbol) {
        this.tapes = tapes;
        day = tapes.day();
        trading = Objects.requireNonNull(day.instrument(symbol));
        underlying = day.underlying(symbol);
    }

    /** @throws IllegalStateException if a leg can have no contract on this day, whatever the prices */
    void check(Program program) {
        String symbol = trading.symbol();
        String exchange = program.strategy().exchange();
        if (!trading.exchange().equals(exchange)) {
            throw new IllegalStateException(
                    symbol + " is quoted on " + trading.exchange() + ", the strategy says " + exchange);
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

    /** {@return what is chosen by the terms of a leg} */
    Chosen of(ContractChoice choice) {
        return chosen.computeIfAbsent(choice, Chosen::new);
    }

    /** What one choice comes to, by price of the trading instrument, as far as anybody asked. */
    final class Chosen {

        private final ContractChoice choice;
        private final Map<Long, Optional<Traded>> byPrice = new HashMap<>();
        /** By the last digits of the price: the latest one asked about, and its contract, so that most are found without a key. */
        private final long[] latestPrices = new long[LATEST];

        private final @Nullable Traded[] latest = new Traded[LATEST];

        private Chosen(ContractChoice choice) {
            this.choice = choice;
        }

        /** {@return whether it is what the terms of a leg come to on a day} */
        boolean isOf(Contracts contracts, ContractChoice terms) {
            return contracts == Contracts.this && choice.equals(terms);
        }

        /**
         * {@return the contract, or null if the day has none}
         *
         * @param spot the trading instrument's last price
         */
        @Nullable Traded at(long spot) {
            int place = (int) Math.floorMod(spot, (long) LATEST);
            if (latest[place] == null || latestPrices[place] != spot) {
                latest[place] = byPrice.computeIfAbsent(
                                spot,
                                price ->
                                        Optional.ofNullable(find(choice, price)).map(tapes::traded))
                        .orElse(null);
                latestPrices[place] = spot;
            }
            return latest[place];
        }
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
