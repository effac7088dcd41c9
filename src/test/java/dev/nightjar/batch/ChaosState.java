package dev.nightjar.batch;

import dev.nightjar.market.Sha256;
import dev.nightjar.run.ExitCode;
import dev.nightjar.store.Database;
import dev.nightjar.store.DatabaseAccess;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * All that a run leaves behind and that must not depend on how often it was killed: every file of the results, of its journals and of the store, and
 * every row of the database. What tells when something happened, or by whom, is left out.
 *
 * @param files by path; their hashes
 * @param rows by table and content; how often each is there
 */
record ChaosState(SortedMap<String, String> files, SortedMap<String, Integer> rows) {

    /** What says when a run began and ended, in results. */
    private static final Pattern TIMES = Pattern.compile("\"(started_at|finished_at)\" *: *\"[^\"]*\"");

    private static final String NIGHT_PAGE = "night.html";

    /** The number of the attempt in a journal's name. */
    private static final Pattern ATTEMPT = Pattern.compile("-\\d+\\.journal$");

    /** Rows of these tell what happened on the way. */
    private static final Set<String> ON_THE_WAY = Set.of("run_event", "run_prediction", "flyway_schema_history");

    private static final Set<String> WHEN_AND_WHO = Set.of(
            "added_at",
            "removed_at",
            "started_at",
            "finished_at",
            "begun_at",
            // hashes of files that say when, and where they are
            "run_file_sha256",
            "files",
            "root",
            "host",
            "pid",
            "restarts",
            "restarts_without_progress",
            "settings",
            "attempt",
            "journal",
            "predicted_cost",
            "cpu_nanos",
            "wall_nanos",
            "own_process");

    /** {@return what there is now, while nobody works on it} */
    static ChaosState of(Path home, DatabaseAccess access) {
        SortedMap<String, Integer> rows;
        try (Database database = Database.visit(home, access)) {
            rows = rows(new JdbcTemplate(database.dataSource()));
        }
        return new ChaosState(files(home), rows);
    }

    /** {@return what a run published and is not as it was then, or has no hash, a line each} */
    static List<String> unverified(Path home, DatabaseAccess access, String queue, long run) {
        List<String> wrong = new ArrayList<>();
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        try (Database database = Database.visit(home, access)) {
            Optional<RunRow> row = new RunStore(database).find(queue, run);
            if (row.isEmpty()) {
                return List.of("there is no run " + run);
            }
            ExitCode code = new RunRepair(new Home(home), database, new PrintStream(told, true, StandardCharsets.UTF_8))
                    .verify(row.get());
            if (code != ExitCode.DONE) {
                wrong.add("verified: " + told.toString(StandardCharsets.UTF_8));
            }
            Integer without = new JdbcTemplate(database.dataSource())
                    .queryForObject(
                            "select count(*) from instance_result where run_id = ? and run_file_sha256 is null",
                            Integer.class,
                            row.get().id());
            if (without == null || without > 0) {
                wrong.add(without + " results have no hash");
            }
        }
        return wrong;
    }

    private static SortedMap<String, String> files(Path home) {
        SortedMap<String, String> files = new TreeMap<>();
        for (String folder : List.of("backtest_data", "journals", "store")) {
            try (Stream<Path> all = Files.walk(home.resolve(folder))) {
                for (Path file : all.toList()) {
                    String name =
                            ATTEMPT.matcher(home.relativize(file).toString()).replaceFirst(".journal");
                    String before = files.put(name, Files.isDirectory(file) ? "folder" : hash(file));
                    if (before != null) {
                        files.put(name, "twice");
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private static String hash(Path file) throws IOException {
        if (file.endsWith(NIGHT_PAGE)) {
            return "a page that tells what partitions took";
        }
        byte[] bytes = Files.readAllBytes(file);
        if (!file.toString().endsWith(".json")) {
            return Sha256.hex(bytes);
        }
        return Sha256.of(
                TIMES.matcher(new String(bytes, StandardCharsets.UTF_8)).replaceAll("\"$1\""));
    }

    private static SortedMap<String, Integer> rows(JdbcTemplate jdbc) {
        SortedMap<String, Integer> rows = new TreeMap<>();
        List<String> tables = jdbc
                .queryForList(
                        "select table_name from information_schema.tables where table_schema in ('public', 'PUBLIC')",
                        String.class)
                .stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> !ON_THE_WAY.contains(name) && !name.startsWith("batch_"))
                .sorted()
                .toList();
        for (String table : tables) {
            for (Map<String, Object> row : jdbc.queryForList("select * from \"" + named(jdbc, table) + "\"")) {
                SortedMap<String, Object> told = new TreeMap<>();
                row.forEach((column, value) -> {
                    if (!WHEN_AND_WHO.contains(column.toLowerCase(Locale.ROOT))) {
                        told.put(column.toLowerCase(Locale.ROOT), String.valueOf(value));
                    }
                });
                rows.merge(table + " " + told, 1, Integer::sum);
            }
        }
        rows.put("batch_job_instance", jdbc.queryForObject("select count(*) from batch_job_instance", Integer.class));
        return rows;
    }

    private static String named(JdbcTemplate jdbc, String table) {
        return jdbc.queryForList(
                        "select table_name from information_schema.tables where lower(table_name) = ?"
                                + " and table_schema in ('public', 'PUBLIC')",
                        String.class,
                        table)
                .get(0);
    }

    /** {@return in what another state differs from this one, a line each} */
    List<String> differences(ChaosState other) {
        List<String> differences = new ArrayList<>();
        compare("file", files, other.files, differences);
        compare("row", rows, other.rows, differences);
        return differences;
    }

    private static <V> void compare(
            String what, SortedMap<String, V> expected, SortedMap<String, V> found, List<String> differences) {
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(found.keySet());
        for (String name : names) {
            if (!found.containsKey(name)) {
                differences.add(what + " is lost: " + name);
            } else if (!expected.containsKey(name)) {
                differences.add(what + " is too many: " + name);
            } else if (!expected.get(name).equals(found.get(name))) {
                differences.add(what + " differs: " + name + ": " + expected.get(name) + " became " + found.get(name));
            }
        }
    }
}
