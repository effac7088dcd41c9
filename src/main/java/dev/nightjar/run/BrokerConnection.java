package dev.nightjar.run;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Whom and what an instance trades through. Its results are kept apart from those of other connections.
 *
 * @param id what queue items name it by
 * @param brokerName what people call it
 * @param dataSource the data folder of its instances; null is the queue's
 * @param fees what trading costs
 * @param fill at what price market orders fill
 * @param dates which days instead of the queue's; null is the queue's
 * @param speed instead of the queue's; null is the queue's
 */
public record BrokerConnection(
        String id,
        String brokerName,
        @Nullable String dataSource,
        FeeModel fees,
        FillModel fill,
        @Nullable DateRule dates,
        @Nullable BigDecimal speed) {

    public BrokerConnection {
        Ids.check("broker_connection_id", id);
        if (brokerName.isBlank()) {
            throw new IllegalArgumentException("broker connection " + id + ": the broker's name is missing");
        }
        if (dataSource != null) {
            SettingValues.folder(dataSource);
        }
        if (speed != null) {
            SettingValues.checkSpeed(speed);
        }
    }

    /** {@return a connection with the queue's own data, dates and speed} */
    public static BrokerConnection of(String id, String brokerName) {
        return new BrokerConnection(id, brokerName, null, FeeModel.NONE, FillModel.LAST, null, null);
    }
}
