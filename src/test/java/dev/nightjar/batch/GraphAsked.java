package dev.nightjar.batch;

import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Replay;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunStore;
import dev.nightjar.strategy.TradeLayoutReader;
import dev.nightjar.worker.Worker;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What a job asks a worker for one of its partitions on the sample day, to be changed by tests. */
final class GraphAsked {

    private static final JsonMapper JSON = new JsonMapper();

    private final String request;

    private GraphAsked(String request) {
        this.request = request;
    }

    /** How a worker ended. */
    record Ended(int code, String out, String err) {}

    static GraphAsked of(JobHome home, PlannedPartition partition) {
        return home.look(database -> {
            RunStore runs = new RunStore(database);
            RunRow run = runs.find("admin_tester", 1).orElseThrow();
            QueueStore queues = new QueueStore(database);
            SortedMap<Integer, GraphRequest.Sent> instances = new TreeMap<>();
            List<Instance> all = new ArrayList<>();
            for (RunInstance row : runs.instances(run.id())) {
                if (row.state() == RunInstance.State.REJECTED) {
                    continue;
                }
                Instance instance = new Instance(
                        row.key(),
                        Objects.requireNonNull(TradeLayoutReader.read(queues.json(row.strategyHash()))
                                .strategy()),
                        TradingTerms.ofValues(row.terms(), name -> FeeSchedule.NONE));
                all.add(instance);
                if (partition.instances().contains(row.instance())) {
                    instances.put(row.instance(), new GraphRequest.Sent(instance, row.strategyHash()));
                }
            }
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("schema_version", 1);
            members.put("kind", GraphRequest.KIND);
            members.put("request", "by hand");
            members.putAll(GraphRequest.written(
                    new Home(home.root()),
                    "sample/data",
                    Replay.DEFAULT,
                    WarmUps.of(all),
                    runs.days(run.id()),
                    instances,
                    queues::json));
            return new GraphAsked(JSON.writeValueAsString(members));
        });
    }

    String json() {
        return request;
    }

    /** {@return how a worker ends that is asked for the same with changes} */
    Ended answer(Consumer<Map<String, Object>> change) {
        Map<String, Object> members = JSON.readValue(request, new TypeReference<LinkedHashMap<String, Object>>() {});
        change.accept(members);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Worker.run(
                PartitionWorker.kinds(),
                PartitionWorker.versions(),
                InputStream.nullInputStream(),
                out,
                err,
                "--config-json",
                JSON.writeValueAsString(members));
        return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** {@return the only day that is asked for} */
    @SuppressWarnings("unchecked")
    Map<String, Object> day(Map<String, Object> members) {
        return ((List<Map<String, Object>>) Objects.requireNonNull(members.get("days"))).get(0);
    }

    /** {@return the texts of the strategies, by hash} */
    @SuppressWarnings("unchecked")
    Map<String, String> strategies(Map<String, Object> members) {
        return (Map<String, String>) Objects.requireNonNull(members.get("strategies"));
    }
}
