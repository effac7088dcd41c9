package dev.nightjar.run;

import dev.nightjar.market.Decimals;
import java.math.BigDecimal;

/**
 * Names one instance: the unit of isolated state.
 *
 * @param scale what quantities are multiplied by; positive, at most 6 fraction digits, trailing zeros removed
 */
public record InstanceKey(String userId, String strategyId, String brokerConnectionId, BigDecimal scale) {

    /** Ids of folders are cut to this many characters. */
    private static final int FOLDER_ID_LENGTH = 13;

    public InstanceKey {
        scale = scale.stripTrailingZeros();
        if (scale.signum() <= 0 || scale.scale() > Decimals.FACTOR_SCALE) {
            throw new IllegalArgumentException("scale must be positive with at most " + Decimals.FACTOR_SCALE
                    + " fraction digits, was " + scale.toPlainString());
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
