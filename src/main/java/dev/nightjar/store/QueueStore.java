package dev.nightjar.store;

import dev.nightjar.market.Sha256;
import dev.nightjar.run.BrokerConnection;
import dev.nightjar.run.DateRule;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.TermChanges;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The queues: which strategies stand in them, for whom, and how they last fared. */
public final class QueueStore {

    private static final String BROKER =
            "select broker_connection_id, broker_name, data_source, fill, latency, max_quote_age, slippage, fees,"
                    + " date_rule, speed from broker_connection";

    private static final String ITEM = "select queue_item_id, queue, user_id, strategy_id, strategy_hash,"
            + " broker_connection_id, scale, capital, one_shot, sample_data, source, added_at, last_run, last_status"
            + " from queue_item where removal = 0";

    private final Database database;
    private final JdbcClient jdbc;

    public QueueStore(Database database) {
        this.database = database;
        this.jdbc = database.jdbc();
    }

    /** What adding an item did. */
    public enum Added {
        /** It stands now. */
        NEW,
        /** It stood already with another file or other settings, and has the new ones now. */
        CHANGED,
        /** It stood already, just so. */
        SAME
    }

    /** Puts an item into its queue. An instance stands in a queue once; adding it again replaces what it had. */
    public Added add(NewQueueItem item, Instant now) {
        return database.inTransaction(() -> addInTransaction(item, now));
    }

    /** Puts items into their queues, all or none. */
    public Map<NewQueueItem, Added> addAll(List<NewQueueItem> items, Instant now) {
        return database.inTransaction(() -> {
            Map<NewQueueItem, Added> added = new LinkedHashMap<>();
            items.forEach(item -> added.put(item, addInTransaction(item, now)));
            return added;
        });
    }

    private Added addInTransaction(NewQueueItem item, Instant now) {
        String hash = keep(item.json(), now);
        InstanceKey key = item.key();
        knowBroker(key.brokerConnectionId(), now);
        Optional<QueueItem> standing = jdbc.sql(
                        ITEM + " and queue = ? and user_id = ? and strategy_id = ? and broker_connection_id = ?"
                                + " and scale = ?")
                .params(item.queue(), key.userId(), key.strategyId(), key.brokerConnectionId(), text(key.scale()))
                .query(QueueStore::item)
                .optional();
        if (standing.isEmpty()) {
            jdbc.sql("insert into queue_item (queue, user_id, strategy_id, strategy_hash, broker_connection_id, scale,"
                            + " capital, one_shot, sample_data, source, added_at) values (?,?,?,?,?,?,?,?,?,?,?)")
                    .param(item.queue())
                    .param(key.userId())
                    .param(key.strategyId())
                    .param(hash)
                    .param(key.brokerConnectionId())
                    .param(text(key.scale()))
                    .param(item.capital())
                    .param(item.oneShot())
                    .param(item.sampleData())
                    .param(item.source())
                    .param(utc(now))
                    .update();
            return Added.NEW;
        }
        QueueItem old = standing.get();
        if (old.strategyHash().equals(hash)
                && Objects.equals(old.capital(), item.capital())
                && old.oneShot() == item.oneShot()) {
            return Added.SAME;
        }
        jdbc.sql("update queue_item set strategy_hash = ?, capital = ?, one_shot = ?, sample_data = ?, source = ?"
                        + " where queue_item_id = ?")
                .param(hash)
                .param(item.capital())
                .param(item.oneShot())
                .param(item.sampleData())
                .param(item.source())
                .param(old.id())
                .update();
        return Added.CHANGED;
    }

    /** {@return the items standing in a queue, in the order they were added} */
    public List<QueueItem> list(String queue) {
        return jdbc.sql(ITEM + " and queue = ? order by queue_item_id")
                .param(queue)
                .query(QueueStore::item)
                .list();
    }

    /** {@return the items standing in any queue, in the order they were added} */
    public List<QueueItem> standing() {
        return jdbc.sql(ITEM + " order by queue_item_id")
                .query(QueueStore::item)
                .list();
    }

    /** {@return the names of all queues in which something stands, sorted} */
    public List<String> queues() {
        return jdbc.sql("select distinct queue from queue_item where removal = 0 order by queue")
                .query(String.class)
                .list();
    }

    /** {@return whether an item ever stood in any queue} */
    public boolean everUsed() {
        return jdbc.sql("select count(*) from queue_item").query(Long.class).single() > 0;
    }

    /** Takes an item out of its queue. Runs that had it keep it. */
    public boolean remove(long id, Instant now) {
        return jdbc.sql("update queue_item set removal = queue_item_id, removed_at = ?"
                                + " where queue_item_id = ? and removal = 0")
                        .params(utc(now), id)
                        .update()
                == 1;
    }

    /** {@return the text of a strategy file} */
    public String json(String strategyHash) {
        return jdbc.sql("select json from strategy where strategy_hash = ?")
                .param(strategyHash)
                .query(String.class)
                .single();
    }

    private String keep(String json, Instant now) {
        String hash = Sha256.of(json);
        long known = jdbc.sql("select count(*) from strategy where strategy_hash = ?")
                .param(hash)
                .query(Long.class)
                .single();
        if (known == 0) {
            jdbc.sql("insert into strategy (strategy_hash, json, added_at) values (?, ?, ?)")
                    .params(hash, json, utc(now))
                    .update();
        }
        return hash;
    }

    private void knowBroker(String id, Instant now) {
        if (broker(id).isEmpty()) {
            define(BrokerConnection.of(id, id), now);
        }
    }

    /** Makes a broker connection, or changes it; runs that are prepared keep what they began with. */
    public void define(BrokerConnection connection, Instant now) {
        Map<String, String> terms = connection.terms().values();
        database.inTransaction(() -> {
            int known = jdbc.sql("update broker_connection set broker_name = ?, data_source = ?, fill = ?,"
                            + " latency = ?, max_quote_age = ?, slippage = ?, fees = ?, date_rule = ?, speed = ?"
                            + " where broker_connection_id = ?")
                    .param(connection.brokerName())
                    .param(connection.dataSource())
                    .param(terms.get("fill"))
                    .param(terms.get("latency"))
                    .param(terms.get("max-quote-age"))
                    .param(terms.get("slippage"))
                    .param(terms.get("fees"))
                    .param(text(connection.dates()))
                    .param(speed(connection))
                    .param(connection.id())
                    .update();
            if (known == 0) {
                jdbc.sql("insert into broker_connection (broker_connection_id, broker_name, data_source, fill,"
                                + " latency, max_quote_age, slippage, fees, date_rule, speed, added_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                        .param(connection.id())
                        .param(connection.brokerName())
                        .param(connection.dataSource())
                        .param(terms.get("fill"))
                        .param(terms.get("latency"))
                        .param(terms.get("max-quote-age"))
                        .param(terms.get("slippage"))
                        .param(terms.get("fees"))
                        .param(text(connection.dates()))
                        .param(speed(connection))
                        .param(utc(now))
                        .update();
            }
        });
    }

    private static @Nullable String text(@Nullable DateRule dates) {
        return dates == null ? null : dates.toString();
    }

    private static @Nullable String speed(BrokerConnection connection) {
        BigDecimal speed = connection.speed();
        return speed == null ? null : speed.toPlainString();
    }

    /** {@return the broker connection of that id} */
    public Optional<BrokerConnection> broker(String id) {
        return jdbc.sql(BROKER + " where broker_connection_id = ?")
                .param(id)
                .query(QueueStore::broker)
                .optional();
    }

    /** {@return all broker connections, by id} */
    public List<BrokerConnection> brokers() {
        return jdbc.sql(BROKER + " order by broker_connection_id")
                .query(QueueStore::broker)
                .list();
    }

    private static BrokerConnection broker(ResultSet row, int number) throws SQLException {
        String dates = row.getString("date_rule");
        String speed = row.getString("speed");
        return new BrokerConnection(
                row.getString("broker_connection_id"),
                row.getString("broker_name"),
                row.getString("data_source"),
                terms(row),
                dates == null ? null : DateRule.parse(dates),
                speed == null ? null : new BigDecimal(speed));
    }

    private static TermChanges terms(ResultSet row) throws SQLException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : TermChanges.KEYS) {
            String value = row.getString(key.replace('-', '_'));
            if (value != null) {
                values.put(key, value);
            }
        }
        return TermChanges.of("broker connection " + row.getString("broker_connection_id"), values);
    }

    private static QueueItem item(ResultSet row, int number) throws SQLException {
        return new QueueItem(
                row.getLong("queue_item_id"),
                row.getString("queue"),
                new InstanceKey(
                        row.getString("user_id"),
                        row.getString("strategy_id"),
                        row.getString("broker_connection_id"),
                        new BigDecimal(row.getString("scale"))),
                row.getString("strategy_hash"),
                row.getObject("capital", Long.class),
                row.getBoolean("one_shot"),
                row.getBoolean("sample_data"),
                row.getString("source"),
                row.getObject("added_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_run", Long.class),
                row.getString("last_status"));
    }

    static String text(BigDecimal scale) {
        return scale.stripTrailingZeros().toPlainString();
    }

    static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
