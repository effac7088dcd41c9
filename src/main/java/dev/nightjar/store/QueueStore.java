package dev.nightjar.store;

import dev.nightjar.market.Sha256;
import dev.nightjar.run.BrokerConnection;
import dev.nightjar.run.DateRule;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.TermChanges;
import dev.nightjar.run.Variant;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The queues: which strategies stand in them, for whom, and how they last fared. */
public final class QueueStore {

    private static final String BROKER =
            "select broker_connection_id, broker_name, data_source, fill, latency, max_quote_age, slippage, fees,"
                    + " date_rule, speed from broker_connection";

    private static final String ITEM = "select queue_item_id, queue, user_id, strategy_id, strategy_hash,"
            + " broker_connection_id, scale, capital, one_shot, sample_data, source, sweep_of, parameters, added_at, last_run,"
            + " last_status"
            + " from queue_item where removal = 0";

    /** How many are sent to the database at once. */
    private static final int BATCH = 500;

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
        return addAll(List.of(item), now).get(0);
    }

    /**
     * Puts items into their queues, all or none. They are taken one after another and not kept, so there may be many.
     *
     * @return what that did, in their order
     */
    public List<Added> addAll(Iterable<NewQueueItem> items, Instant now) {
        return database.inTransaction(() -> {
            Adding adding = new Adding(now);
            List<Added> added = new ArrayList<>();
            List<NewQueueItem> some = new ArrayList<>();
            for (NewQueueItem item : items) {
                some.add(item);
                if (some.size() == BATCH) {
                    added.addAll(adding.add(some));
                    some.clear();
                }
            }
            added.addAll(adding.add(some));
            return added;
        });
    }

    /**
     * Does something in one transaction while nobody else does the same with items of a broker connection, such as choosing ids for
     * new ones.
     */
    public <T> T alone(String brokerConnectionId, Instant now, Supplier<T> work) {
        return database.inTransaction(() -> {
            knowBroker(brokerConnectionId, now);
            jdbc.sql("select broker_connection_id from broker_connection where broker_connection_id = ? for update")
                    .param(brokerConnectionId)
                    .query(String.class)
                    .single();
            return work.get();
        });
    }

    /** Adds items some at a time, within one transaction. */
    private final class Adding {

        private final Instant now;
        private final JdbcOperations batches = database.batches();
        private final Map<String, Map<InstanceKey, QueueItem>> standing = new HashMap<>();
        private final Set<String> brokers = new HashSet<>();

        Adding(Instant now) {
            this.now = now;
        }

        List<Added> add(List<NewQueueItem> items) {
            List<String> hashes =
                    items.stream().map(item -> Sha256.of(item.json())).toList();
            keep(items, hashes);
            List<Added> added = new ArrayList<>();
            List<Object[]> inserts = new ArrayList<>();
            List<Object[]> updates = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                NewQueueItem item = items.get(i);
                if (brokers.add(item.key().brokerConnectionId())) {
                    knowBroker(item.key().brokerConnectionId(), now);
                }
                QueueItem old = standing(item.queue()).get(item.key());
                if (old == null) {
                    inserts.add(inserted(item, hashes.get(i)));
                    added.add(Added.NEW);
                } else if (isSame(old, item, hashes.get(i))) {
                    added.add(Added.SAME);
                } else {
                    updates.add(updated(item, hashes.get(i), old.id()));
                    added.add(Added.CHANGED);
                }
            }
            batches.batchUpdate(
                    "insert into queue_item (queue, user_id, strategy_id, broker_connection_id, scale, added_at,"
                            + " strategy_hash, capital, one_shot, sample_data, source, sweep_of, parameters)"
                            + " values (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                    inserts);
            batches.batchUpdate(
                    "update queue_item set strategy_hash = ?, capital = ?, one_shot = ?, sample_data = ?, source = ?,"
                            + " sweep_of = ?, parameters = ? where queue_item_id = ?",
                    updates);
            return added;
        }

        private Map<InstanceKey, QueueItem> standing(String queue) {
            return standing.computeIfAbsent(
                    queue, name -> list(name).stream().collect(Collectors.toMap(QueueItem::key, Function.identity())));
        }

        private boolean isSame(QueueItem old, NewQueueItem item, String hash) {
            return old.strategyHash().equals(hash)
                    && Objects.equals(old.capital(), item.capital())
                    && old.oneShot() == item.oneShot()
                    && old.variant().equals(item.variant());
        }

        private Object[] inserted(NewQueueItem item, String hash) {
            InstanceKey key = item.key();
            return Stream.concat(
                            Stream.of(
                                    item.queue(),
                                    key.userId(),
                                    key.strategyId(),
                                    key.brokerConnectionId(),
                                    text(key.scale()),
                                    utc(now)),
                            settings(item, hash))
                    .toArray();
        }

        private Object[] updated(NewQueueItem item, String hash, long id) {
            return Stream.concat(settings(item, hash), Stream.of(id)).toArray();
        }

        private static Stream<@Nullable Object> settings(NewQueueItem item, String hash) {
            return Stream.of(
                    hash,
                    item.capital(),
                    item.oneShot(),
                    item.sampleData(),
                    item.source(),
                    item.variant().sweepOf(),
                    Texts.parameters(item.variant().parameters()));
        }

        /** Keeps the texts that are not known yet. */
        private void keep(List<NewQueueItem> items, List<String> hashes) {
            Map<String, String> texts = new LinkedHashMap<>();
            for (int i = 0; i < items.size(); i++) {
                texts.put(hashes.get(i), items.get(i).json());
            }
            if (texts.isEmpty()) {
                return;
            }
            jdbc.sql("select strategy_hash from strategy where strategy_hash in (:hashes)")
                    .param("hashes", List.copyOf(texts.keySet()))
                    .query(String.class)
                    .list()
                    .forEach(texts::remove);
            batches.batchUpdate(
                    "insert into strategy (strategy_hash, json, added_at) values (?, ?, ?)",
                    texts.entrySet().stream()
                            .map(text -> new Object[] {text.getKey(), text.getValue(), utc(now)})
                            .toList());
        }
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

    /**
     * {@return the text of a strategy file}
     *
     * @throws DatabaseException if it is not the text of that hash any more
     */
    public String json(String strategyHash) {
        String json = jdbc.sql("select json from strategy where strategy_hash = ?")
                .param(strategyHash)
                .query(String.class)
                .single();
        String found = Sha256.of(json);
        if (!found.equals(strategyHash)) {
            throw new DatabaseException(
                    "the database's text of strategy " + strategyHash + " has the hash " + found
                            + ": it was changed or damaged; restore the table strategy from a copy, or add the strategy again and"
                            + " give the run up",
                    null);
        }
        return json;
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
                new Variant(row.getString("sweep_of"), Texts.parameters(row.getString("parameters"))),
                row.getObject("added_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_run", Long.class),
                row.getString("last_status"));
    }

    static String text(BigDecimal scale) {
        return scale.stripTrailingZeros().toPlainString();
    }

    /** {@return the time as both databases keep it, in microseconds} */
    static OffsetDateTime utc(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
