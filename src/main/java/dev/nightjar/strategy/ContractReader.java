package dev.nightjar.strategy;

import dev.nightjar.market.OptionType;
import org.jspecify.annotations.Nullable;

/** Reads how a leg chooses its option contract. */
final class ContractReader {

    private static final String FORM = "an object with optionType, strikeType and expiry";
    private static final String STRIKE_FORM = "ATM, OTM1 to OTM99 or ITM1 to ITM99";
    private static final String EXPIRY_FORM = "W, M, Q or Y and a number from 0 to 99, such as W1";
    private static final Choices<OptionType> TYPES = Choices.of("option type", OptionType.values(), OptionType::name);

    private ContractReader() {}

    /** {@return the choice, or null if it has errors} */
    static @Nullable ContractChoice read(ObjectReader leg) {
        Place place = leg.need("optionDetails", FORM);
        ObjectReader reader = place == null ? null : ObjectReader.of(place, FORM);
        if (reader == null) {
            return null;
        }
        OptionType type = reader.choice("optionType", TYPES);
        Integer strike = strike(reader);
        String expiry = expiry(reader);
        Place fixed = reader.find("strikeValue");
        if (fixed != null) {
            fixed.error("fixed strikes are not available yet, expected null and a strikeType");
        }
        reader.warnOfTheRest();
        if (type == null || strike == null || expiry == null) {
            return null;
        }
        return ContractChoice.option(type, expiry.charAt(0), number(expiry.substring(1)), strike);
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

    private static @Nullable String expiry(ObjectReader reader) {
        String expiry = reader.text("expiry", EXPIRY_FORM);
        if (expiry != null && ("WMQY".indexOf(expiry.charAt(0)) < 0 || number(expiry.substring(1)) < 0)) {
            reader.place("expiry").error("must be " + EXPIRY_FORM);
            return null;
        }
        return expiry;
    }

    /** {@return the number of one or two digits, or -1 if it is none} */
    private static int number(String digits) {
        boolean plain =
                !digits.isEmpty() && digits.length() <= 2 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Integer.parseInt(digits) : -1;
    }
}
