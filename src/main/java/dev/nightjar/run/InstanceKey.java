package dev.nightjar.run;

import dev.nightjar.market.Decimals;
import java.math.BigDecimal;

/**
 * Names one instance: the unit of isolated state.
 *
 * @param scale what quantities are multiplied by; above 0, at most a million, at most 6 fraction digits, trailing zeros removed
 */
public record InstanceKey(String userId, String strategyId, String brokerConnectionId, BigDecimal scale) {

    /** Ids of folders are cut to this many characters. */
    private static final int FOLDER_ID_LENGTH = 13;

    private static final BigDecimal LARGEST_SCALE = BigDecimal.valueOf(1_000_000);

    public InstanceKey {
        scale = scale.stripTrailingZeros();
        if (scale.signum() <= 0 || scale.scale() > Decimals.FACTOR_SCALE || scale.compareTo(LARGEST_SCALE) > 0) {
            throw new IllegalArgumentException(
                    "scale must be above 0 and at most " + LARGEST_SCALE.toPlainString() + " with at most "
                            + Decimals.FACTOR_SCALE + " fraction digits, was " + Printable.of(scale.toString()));
        }
    }

    /** {@return the name of its result folder inside the user's, such as {@code 5708424d-5962_acf98a95-1547}} */
    public String folder() {
        return shortened(strategyId) + "_" + shortened(brokerConnectionId);
    }

    private static String shortened(String id) {
        return id.length() <= FOLDER_ID_LENGTH ? id : id.substring(0, FOLDER_ID_LENGTH);
    }

    @Override
    public String toString() {
        return userId + "/" + strategyId + "/" + brokerConnectionId + "/" + scale.toPlainString();
    }
}
