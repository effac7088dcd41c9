package dev.nightjar.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was published, with the hashes by which it is known again. */
public final class PublicationStore {

    private final Database database;
    private final JdbcClient jdbc;

    public PublicationStore(Database database) {
        this.database = database;
        this.jdbc = database.jdbc();
    }

    /**
     * Everything of a run is in place: the run is done, and what was published is kept with it.
     *
     * @param runFiles by instance: the SHA-256 of {@code run.json} in its folder
     */
    public void published(Publication publication, Map<Integer, String> runFiles, Instant now) {
        database.inTransaction(() -> {
            jdbc.sql("delete from publication where run_id = ?")
                    .param(publication.runId())
                    .update();
            jdbc.sql("insert into publication (run_id, root, folder, finished_at, nightjar_version, files)"
                            + " values (?, ?, ?, ?, ?, ?)")
                    .params(
                            publication.runId(),
                            publication.root(),
                            publication.folder(),
                            QueueStore.utc(publication.finishedAt()),
                            publication.nightjarVersion(),
                            Texts.text(publication.files()))
                    .update();
            database.each(
                    "update instance_result set run_file_sha256 = ? where run_id = ? and instance = ?",
                    runFiles.entrySet().stream()
                            .map(file -> new @Nullable Object[] {file.getValue(), publication.runId(), file.getKey()})
                            .toList());
            new RunStore(database).published(publication.runId(), now);
        });
    }

    /** {@return what a run published; empty if it is not done, or was before this was kept} */
    public Optional<Publication> find(long runId) {
        return jdbc.sql("select run_id, root, folder, finished_at, nightjar_version, files from publication"
                        + " where run_id = ?")
                .param(runId)
                .query((row, number) -> new Publication(
                        row.getLong("run_id"),
                        row.getString("root"),
                        row.getString("folder"),
                        row.getObject("finished_at", OffsetDateTime.class).toInstant(),
                        row.getString("nightjar_version"),
                        Texts.map(row.getString("files"))))
                .optional();
    }

    /** {@return by instance: the SHA-256 of {@code run.json} in its folder} */
    public Map<Integer, String> runFiles(long runId) {
        Map<Integer, String> files = new HashMap<>();
        jdbc.sql("select instance, run_file_sha256 from instance_result"
                        + " where run_id = ? and run_file_sha256 is not null")
                .param(runId)
                .query(row -> {
                    files.put(row.getInt(1), row.getString(2));
                });
        return files;
    }

    /** {@return by folder, those of strategies and those of nights: the latest run published into it after another was} */
    public Map<String, Long> replacedSince(Publication publication) {
        Map<String, Long> replaced = new HashMap<>();
        for (String folder : List.of("result.folder", "publication.folder")) {
            jdbc.sql("select " + folder + ", publication.run_id from publication"
                            + " left join instance_result result on result.run_id = publication.run_id"
                            + " where publication.root = ? and (publication.finished_at > ?"
                            + " or publication.finished_at = ? and publication.run_id > ?)"
                            + " and " + folder + " is not null order by publication.finished_at, publication.run_id")
                    .params(
                            publication.root(),
                            QueueStore.utc(publication.finishedAt()),
                            QueueStore.utc(publication.finishedAt()),
                            publication.runId())
                    .query(row -> {
                        replaced.put(row.getString(1), row.getLong(2));
                    });
        }
        return replaced;
    }
}
