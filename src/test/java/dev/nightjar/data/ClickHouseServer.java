package dev.nightjar.data;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real ClickHouse server of any version for a test, on free ports of the loopback address, in the zone UTC. Users: default
 * without password, night with the password {@code p@ss:word}, and tight, whose queries get little memory.
 */
final class ClickHouseServer implements AutoCloseable {

    /** What to say when a test is skipped for want of one. */
    static final String MISSING =
            "no clickhouse-server on the PATH; -Dnightjar.clickhouse=<folder with its usr/> names another";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int port;
    private final Path log;

    private ClickHouseServer(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** The command that starts one, and what it needs to find its libraries. */
    private record Program(List<String> command, Map<String, String> environment) {}

    private static Optional<Program> program() {
        String root = System.getProperty("nightjar.clickhouse");
        if (root != null) {
            Path usr = Path.of(root, "usr");
            String libraries = String.join(
                    File.pathSeparator,
                    usr.resolve("lib/x86_64-linux-gnu").toString(),
                    usr.resolve("lib").toString(),
                    Path.of(root, "lib/x86_64-linux-gnu").toString());
            return found(Stream.of(usr.resolve("sbin"), usr.resolve("bin")), Map.of("LD_LIBRARY_PATH", libraries));
        }
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return found(Stream.of(path.split(File.pathSeparator, -1)).map(Path::of), Map.of());
    }

    private static Optional<Program> found(Stream<Path> folders, Map<String, String> environment) {
        return folders.flatMap(folder -> Stream.of(
                        List.of(folder.resolve("clickhouse-server").toString()),
                        List.of(folder.resolve("clickhouse").toString(), "server")))
                .filter(command -> Files.isExecutable(Path.of(command.get(0))))
                .map(command -> new Program(command, environment))
                .findFirst();
    }

    /** {@return whether there is one to start} */
    static boolean isInstalled() {
        return program().isPresent();
    }

    /** Starts one that keeps everything in the folder, and waits until it answers. */
    static ClickHouseServer start(Path folder) throws IOException, InterruptedException {
        Program program = program().orElseThrow(() -> new IllegalStateException(MISSING));
        int port = freePort();
        Path config = folder.resolve("config.xml");
        Files.writeString(config, """
                <?xml version="1.0"?>
                <yandex>
                  <logger><level>warning</level><log>%1$s/server.log</log><errorlog>%1$s/error.log</errorlog></logger>
                  <http_port>%2$d</http_port><tcp_port>%3$d</tcp_port><listen_host>127.0.0.1</listen_host>
                  <path>%1$s/data/</path><tmp_path>%1$s/tmp/</tmp_path><user_files_path>%1$s/files/</user_files_path>
                  <users_config>%1$s/users.xml</users_config><timezone>UTC</timezone>
                  <default_profile>default</default_profile><default_database>default</default_database>
                  <mark_cache_size>100000000</mark_cache_size>
                </yandex>
                """.formatted(folder, port, freePort()));
        String user = "<%1$s><password>%2$s</password><networks><ip>127.0.0.1</ip></networks><profile>%3$s</profile>"
                + "<quota>default</quota></%1$s>";
        Files.writeString(folder.resolve("users.xml"), """
                <?xml version="1.0"?>
                <yandex>
                  <profiles><default/><tight><max_memory_usage>30000000</max_memory_usage></tight>
                  <fixed><readonly>1</readonly></fixed></profiles>
                  <users>%s%s%s%s</users>
                  <quotas><default/></quotas>
                </yandex>
                """.formatted(
                        user.formatted("default", "", "default"),
                        user.formatted("night", "p@ss:word", "default"),
                        user.formatted("tight", "", "tight"),
                        user.formatted("fixed", "", "fixed")));
        List<String> command = new ArrayList<>(program.command());
        command.add("--config-file=" + config);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile());
        builder.environment().putAll(program.environment());
        ClickHouseServer server = new ClickHouseServer(builder.start(), port, folder.resolve("out.txt"));
        server.awaitAnswer();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 600; attempt++) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("ended with " + process.exitValue() + ": " + Files.readString(log));
            }
            try {
                HttpRequest ping =
                        HttpRequest.newBuilder(URI.create(url() + "/ping")).build();
                if (HTTP.send(ping, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // it listens a moment after it was started
                continue;
            }
        }
        process.destroy();
        throw new IllegalStateException("does not answer: " + Files.readString(log));
    }

    /** {@return where it answers, without a database} */
    String url() {
        return "http://127.0.0.1:" + port;
    }

    String address(String database) {
        return url() + "/" + database;
    }

    /** Runs a statement, with settings such as {@code &database=x}; gives what it answers. */
    String run(String settings, String sql) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/?" + settings))
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(sql + ": " + response.body());
            }
            return response.body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
