package dev.nightjar.run;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whom and what an instance trades through. Its results are kept apart from those of other connections.
 *
 * @param id what queue items name it by
 * @param brokerName what people call it
 * @param dataSource the data folder of its instances; null is the queue's
 * @param terms at what prices and costs its items trade instead of the queue's
 * @param dates which days instead of the queue's; null is the queue's
 * @param speed instead of the queue's; null is the queue's
 */
public record BrokerConnection(
        String id,
        String brokerName,
        @Nullable String dataSource,
        TermChanges terms,
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

    /** {@return a connection with the queue's own data, dates, speed and terms} */
    public static BrokerConnection of(String id, String brokerName) {
        return of(id, brokerName, null, null, null, TermChanges.NONE);
    }

    /**
     * {@return a connection whose overrides are given as text}
     *
     * @throws IllegalArgumentException naming the value and what would be accepted
     */
    public static BrokerConnection of(
            String id,
            String brokerName,
            @Nullable String dataSource,
            @Nullable String dates,
            @Nullable String speed,
            TermChanges terms) {
        return new BrokerConnection(
                id,
                brokerName,
                dataSource,
                terms,
                dates == null ? null : DateRule.parse(dates),
                speed == null ? null : SettingValues.speed(speed));
    }

    /**
     * {@return why items of this connection cannot be part of a run with these settings; empty if they can}
     *
     * <p>A run has one data folder, one date rule and one speed. A connection that asks for others is not overruled in silence.
     * Its {@link #terms} are no conflict: each instance trades on its own.
     */
    public List<String> conflicts(QueueSettings settings) {
        List<String> conflicts = new ArrayList<>();
        if (dataSource != null) {
            conflict(conflicts, "data", dataSource, settings.data());
        }
        if (dates != null) {
            conflict(conflicts, "date", dates.toString(), settings.dates().toString());
        }
        if (speed != null) {
            conflict(conflicts, "speed", plain(speed), plain(settings.speed()));
        }
        return conflicts;
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private void conflict(List<String> conflicts, String key, String own, String ofRun) {
        if (!own.equals(ofRun)) {
            conflicts.add("broker connection " + id + " asks for " + key + "=" + own + ", this run has " + key + "="
                    + ofRun + "; put its items into a queue of their own with that setting");
        }
    }

    /** {@return what it asks for, in words} */
    @Override
    public String toString() {
        return id + "  " + brokerName + (dataSource == null ? "" : "  data=" + dataSource)
                + (dates == null ? "" : "  date=" + dates)
                + (speed == null ? "" : "  speed=" + plain(speed))
                + terms.values().entrySet().stream()
                        .map(term -> "  " + term.getKey() + "=" + term.getValue())
                        .collect(Collectors.joining());
    }
}
