package dev.nightjar.strategy;

import dev.nightjar.market.OptionType;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads how a leg chooses its contract. */
final class ContractReader {

    private static final String FORM = "an object with optionType, strikeType and expiry";
    private static final String STRIKE_FORM = "ATM, OTM1 to OTM99, ITM1 to ITM99, or FIXED with a strikeValue";
    private static final String EXPIRY_FORM = "W, M, Q or Y and a number from 0 to 99, such as W1";
    private static final String FIXED = "FIXED";
    private static final ExpiryChoice NEAREST = new ExpiryChoice('M', 0);
    private static final Choices<OptionType> TYPES = Choices.of("option type", OptionType.values(), OptionType::name);

    private ContractReader() {}

    /**
     * {@return the choice, or null if it has errors}
     *
     * @param kind null if it is not known
     */
    static @Nullable ContractChoice read(ObjectReader leg, @Nullable TradedKind kind) {
        if (kind == null) {
            leg.without("optionDetails");
            return null;
        }
        return switch (kind) {
            case OPTIONS -> option(leg);
            case FUTURES -> future(leg.object("optionDetails"));
            case STOCK -> stock(leg.object("optionDetails"));
        };
    }

    private static @Nullable ContractChoice option(ObjectReader leg) {
        Place place = leg.need("optionDetails", FORM);
        ObjectReader reader = place == null ? null : ObjectReader.of(place, FORM);
        if (reader == null) {
            return null;
        }
        OptionType type = reader.choice("optionType", TYPES);
        boolean fixed = isFixed(reader);
        BigDecimal value = fixed ? fixedStrike(reader) : null;
        Integer offset = fixed ? Integer.valueOf(0) : strike(reader);
        ExpiryChoice expiry = expiry(reader);
        reader.warnOfTheRest();
        if (type == null || offset == null || expiry == null || fixed && value == null) {
            return null;
        }
        return new ContractChoice.Option(type, expiry, offset, value);
    }

    private static boolean isFixed(ObjectReader reader) {
        Place type = reader.find("strikeType");
        return reader.find("strikeValue") != null
                || type != null
                        && type.value() instanceof JsonValue.Text text
                        && text.value().equals(FIXED);
    }

    private static @Nullable BigDecimal fixedStrike(ObjectReader reader) {
        String type = reader.optionalText("strikeType", FIXED);
        if (type != null && !type.equals(FIXED)) {
            reader.place("strikeType").error("there is a strikeValue, beside which it must be " + FIXED + " or absent");
        }
        return reader.positive("strikeValue");
    }

    private static @Nullable ContractChoice future(@Nullable ObjectReader reader) {
        if (reader == null) {
            return new ContractChoice.Future(NEAREST);
        }
        refuse(reader, "a future", "optionType", "strikeType", "strikeValue");
        ExpiryChoice expiry = reader.find("expiry") == null ? NEAREST : expiry(reader);
        reader.warnOfTheRest();
        return expiry == null ? null : new ContractChoice.Future(expiry);
    }

    private static ContractChoice stock(@Nullable ObjectReader reader) {
        if (reader != null) {
            refuse(reader, "a stock", "optionType", "strikeType", "strikeValue", "expiry");
            reader.warnOfTheRest();
        }
        return new ContractChoice.Stock();
    }

    /** Empty texts say nothing and may stand. */
    private static void refuse(ObjectReader reader, String what, String... names) {
        for (String name : names) {
            Place place = reader.find(name);
            if (place != null
                    && !(place.value() instanceof JsonValue.Text text
                            && text.value().isEmpty())) {
                place.error(what + " has no " + name + ", expected none");
            }
        }
    }

    private static @Nullable Integer strike(ObjectReader reader) {
        String strike = reader.text("strikeType", STRIKE_FORM);
        if (strike == null) {
            return null;
        }
        if (strike.equals("ATM")) {
            return 0;
        }
        int steps = strike.startsWith("OTM") || strike.startsWith("ITM") ? number(strike.substring(3)) : -1;
        if (steps < 1) {
            reader.place("strikeType").error("must be " + STRIKE_FORM);
            return null;
        }
        return strike.startsWith("OTM") ? steps : -steps;
    }

    private static @Nullable ExpiryChoice expiry(ObjectReader reader) {
        String expiry = reader.text("expiry", EXPIRY_FORM);
        if (expiry == null) {
            return null;
        }
        int number = number(expiry.substring(1));
        if ("WMQY".indexOf(expiry.charAt(0)) < 0 || number < 0) {
            reader.place("expiry").error("must be " + EXPIRY_FORM);
            return null;
        }
        return new ExpiryChoice(expiry.charAt(0), number);
    }

    /** {@return the number of one or two digits, or -1 if it is none} */
    private static int number(String digits) {
        boolean plain =
                !digits.isEmpty() && digits.length() <= 2 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Integer.parseInt(digits) : -1;
    }
}
