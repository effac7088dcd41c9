package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers what the test made, and breaks where it is told to. */
class ClickHouseTest {

    private static final LocalDate DAY = LocalDate.of(2024, 10, 29);

    private static final long TEN = 1_730_176_200L;

    private static final List<String> TICK_TYPES = List.of(
            "UInt32", "String", "UInt64", "Float64", "Int64", "Int64", "Nullable(Float64)", "Nullable(Float64)");

    private static final String ERROR =
            "Code: 241, e.displayText() = DB::Exception: Memory limit exceeded, e.what() = DB::Exception";

    private HttpServer server;
    private ExecutorService threads;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final CountDownLatch silence = new CountDownLatch(1);

    /** Answers to the question for ticks, one after another; the last again and again. */
    private final List<Answer> ticks = new CopyOnWriteArrayList<>();

    private String timeType = "DateTime";
    private String serverZone = "Asia/Kolkata";
    private long rows;
    private long lastSecond = TEN + 1;
    private int tickAnswers;

    /** How an answer is sent. */
    private interface Answer {
        void send(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        silence.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/market";
    }

    private ClickHouse source() {
        return ClickHouse.open(address() + "?times=clock", Map.of(), null, null);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String sql = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(sql);
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            authorizations.add(authorization == null ? "" : authorization);
            if (sql.contains("system.columns")) {
                whole(columns()).send(exchange);
            } else if (sql.contains("system.tables")) {
                whole(new NativeWriter()
                                .rows(
                                        List.of("String", "String"),
                                        List.of(List.of("nse_ticks_indices", "MergeTree PARTITION BY d ORDER BY s"))))
                        .send(exchange);
            } else if (sql.contains("timezone()")) {
                whole(new NativeWriter().rows(List.of("String"), List.of(List.of(serverZone))))
                        .send(exchange);
            } else if (sql.contains("cityHash64")) {
                whole(new NativeWriter()
                                .rows(
                                        List.of("String", "UInt64", "UInt32", "UInt32", "UInt64", "UInt8"),
                                        List.of(Arrays.asList("NIFTY", rows, TEN, lastSecond, 5, 0))))
                        .send(exchange);
            } else {
                ticks.get(Math.min(tickAnswers++, ticks.size() - 1)).send(exchange);
            }
        }
    }

    private NativeWriter columns() {
        List<List<Object>> columns = new ArrayList<>();
        for (String column : List.of(
                "trading_day Date",
                "timestamp " + timeType,
                "symbol LowCardinality(String)",
                "ltp Float64",
                "ltq UInt64",
                "oi UInt64",
                "bid_price Nullable(Float64)",
                "ask_price Nullable(Float64)")) {
            List<Object> row = new ArrayList<>(List.of("nse_ticks_indices"));
            row.addAll(List.of(column.split(" ", 2)));
            columns.add(row);
        }
        return new NativeWriter().rows(List.of("String", "String", "String"), columns);
    }

    private static Answer whole(NativeWriter writer) {
        return bytes(writer.toBytes());
    }

    private static Answer bytes(byte[] bytes) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().close();
        };
    }

    /** Promises more than it sends. */
    private static Answer broken(byte[] bytes) {
        return exchange -> {
            exchange.sendResponseHeaders(200, bytes.length + 1_000);
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
        };
    }

    private static List<Object> tick(long second, long place, double price) {
        return Arrays.asList(second, "NIFTY", place, price, 1, 0, null, 0.0);
    }

    private static NativeWriter ticks(List<List<Object>> rows) {
        return new NativeWriter().rows(TICK_TYPES, rows);
    }

    private static List<List<Object>> sample() {
        return List.of(tick(TEN, 8, 100.05), tick(TEN, 7, 100.1), tick(TEN + 1, 9, 100.15), tick(TEN + 1, 10, 100.2));
    }

    private static final List<String> TAKEN = List.of(
            "45 2024-10-29T04:30:00Z NIFTY 10010 1 0 - -",
            "45 2024-10-29T04:30:00Z NIFTY 10005 1 0 - -",
            "45 2024-10-29T04:30:01Z NIFTY 10015 1 0 - -",
            "45 2024-10-29T04:30:01Z NIFTY 10020 1 0 - -");

    @Test
    void rowsOfOneTimeStandAsTheyAreStoredAcrossBlocks() {
        rows = 4;
        NativeWriter writer = new NativeWriter();
        sample().forEach(row -> writer.rows(TICK_TYPES, List.of(row)).rows(TICK_TYPES, List.of()));
        ticks.add(whole(writer));
        assertThat(TakenDay.of(source(), DAY).ticks()).isEqualTo(TAKEN);
        assertThat(asked.get(asked.size() - 1))
                .contains("CAST(`symbol` AS String)")
                .contains("CAST(`bid_price` AS Nullable(Float64))")
                .contains("`trading_day` = toDate('2024-10-29')")
                .endsWith("ORDER BY nj_0 SETTINGS max_threads = 1 FORMAT Native");
    }

    @Test
    void aBrokenConnectionIsTakenUpAgainFromTheTimeThatWasNotComplete() {
        rows = 4;
        byte[] all = ticks(sample().subList(0, 3))
                .rows(TICK_TYPES, sample().subList(3, 4))
                .toBytes();
        byte[] first = ticks(sample().subList(0, 3)).toBytes();
        ticks.addAll(List.of(broken(new byte[0]), broken(first), broken(first), bytes(all)));
        assertThat(TakenDay.of(source(), DAY).ticks()).isEqualTo(TAKEN);
        assertThat(tickAnswers).isEqualTo(4);
    }

    @Test
    void anAnswerThatIsCutOffEverywhereIsTakenUpAgain() {
        rows = 4;
        byte[] all = ticks(sample()).toBytes();
        for (int cut : new int[] {1, 20, all.length / 2, all.length - 1}) {
            ticks.clear();
            tickAnswers = 0;
            ticks.addAll(List.of(bytes(Arrays.copyOf(all, cut)), bytes(all)));
            assertThat(TakenDay.of(source(), DAY).ticks()).as("cut at %d", cut).isEqualTo(TAKEN);
        }
    }

    @Test
    void aConnectionThatBreaksAlwaysIsGivenUp() {
        rows = 4;
        ticks.add(broken(ticks(sample()).toBytes()));
        assertThatThrownBy(() -> TakenDay.of(source(), DAY))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(address() + ": nse_ticks_indices of 2024-10-29: the connection broke")
                .hasMessageContaining("4 times in a row");
        assertThat(tickAnswers).isEqualTo(4);
    }

    @Test
    void rowsThatAreMissingAtABlocksEndAreNoticed() {
        rows = 4;
        ticks.add(whole(ticks(sample().subList(0, 3))));
        assertThatThrownBy(() -> TakenDay.of(source(), DAY)).hasMessageContaining("the server sent 3 of 4 rows");
    }

    @Test
    void anErrorInTheMiddleOfTheAnswerIsToldAndNotTriedAgain() {
        rows = 4;
        ticks.add(bytes(ticks(sample().subList(0, 2)).raw(ERROR).toBytes()));
        assertThatThrownBy(() -> TakenDay.of(source(), DAY))
                .hasMessageContaining(
                        "nse_ticks_indices of 2024-10-29: the server says, code 241: Memory limit exceeded");
        assertThat(tickAnswers).isEqualTo(1);
    }

    @Test
    void anErrorBeforeTheConnectionBreaksIsTold() {
        rows = 4;
        ticks.add(broken(ticks(sample().subList(0, 2)).raw(ERROR).toBytes()));
        assertThatThrownBy(() -> TakenDay.of(source(), DAY)).hasMessageContaining("code 241: Memory limit exceeded");
    }

    @Test
    void typesThatWereNotAskedForAreRefused() {
        rows = 1;
        ticks.add(whole(
                new NativeWriter().block(8, 1).column("DateTime").fixed(4, TEN).column("LowCardinality(String)")));
        assertThatThrownBy(() -> TakenDay.of(source(), DAY)).hasMessageContaining("comes as LowCardinality(String)");
    }

    @Test
    void orderIsVerified() {
        rows = 2;
        ticks.add(whole(ticks(List.of(tick(TEN + 1, 1, 1), tick(TEN, 2, 1)))));
        assertThatThrownBy(() -> TakenDay.of(source(), DAY)).hasMessageContaining("though asked to sort");
    }

    @Test
    void aSymbolThatCameMeanwhileIsNoticed() {
        rows = 1;
        ticks.add(whole(ticks(List.of(Arrays.asList(TEN, "NEW", 1, 1.0, 1, 0, null, null)))));
        assertThatThrownBy(() -> TakenDay.of(source(), DAY))
                .hasMessageContaining("the symbol \"NEW\" was not there a moment ago");
    }

    @Test
    void timesFinerThanSecondsAndQuotesAreRead() {
        timeType = "DateTime64(3, 'UTC')";
        rows = 2;
        List<String> types = new ArrayList<>(TICK_TYPES);
        types.set(0, "DateTime64(3, 'UTC')");
        long ten = (TEN + 19_800) * 1000;
        types.set(3, "Nullable(Float64)");
        ticks.add(whole(new NativeWriter()
                .rows(
                        types,
                        List.of(
                                Arrays.asList(ten, "NIFTY", 2, null, 0, 0, 1.05, null),
                                Arrays.asList(ten + 250, "NIFTY", 1, 2.0, 0, 0, 1.05, 1.1)))));
        assertThat(TakenDay.of(source(), DAY).ticks())
                .containsExactly(
                        "45 2024-10-29T04:30:00Z NIFTY - 0 0 105 -",
                        "45 2024-10-29T04:30:00.250Z NIFTY 200 0 0 105 110");
    }

    @Test
    void clockTimesAreThoseTheServerShows() {
        serverZone = "Etc/UTC";
        rows = 1;
        ticks.add(whole(ticks(List.of(tick(TEN + 19_800, 1, 5)))));
        assertThat(TakenDay.of(source(), DAY).ticks()).containsExactly("45 2024-10-29T04:30:00Z NIFTY 500 1 0 - -");
    }

    @Test
    void aZoneThatNobodyKnowsIsRefused() {
        serverZone = "Mars/Base";
        assertThatThrownBy(this::source).hasMessageContaining("the time zone \"Mars/Base\"");
    }

    @Test
    void aServerThatFallsSilentIsGivenUp() {
        rows = 4;
        ticks.add(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.write(ticks(sample()).toBytes(), 0, 10);
            body.flush();
            try {
                silence.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        ClickHouse impatient = ClickHouse.open(address() + "?timeout=1", Map.of(), null, null);
        assertThatThrownBy(() -> TakenDay.of(impatient, DAY))
                .hasMessageContaining("the server is silent for 1 s")
                .hasMessageContaining("timeout=<seconds>");
        assertThat(tickAnswers).isEqualTo(1);
    }

    @Test
    void userAndPasswordAreSentAndNotTold() {
        ticks.add(exchange -> {
            exchange.sendResponseHeaders(500, 0);
            exchange.getResponseBody().write("something else".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().close();
        });
        ClickHouse source = ClickHouse.open(
                address(),
                Map.of("NIGHTJAR_CLICKHOUSE_USER", "u", "NIGHTJAR_CLICKHOUSE_PASSWORD", "secret"),
                null,
                null);
        assertThat(authorizations).isNotEmpty().containsOnly("Basic dTpzZWNyZXQ=");
        assertThatThrownBy(source::days)
                .hasMessageContaining(
                        "HTTP status 500, \"something else\"; is that the HTTP port of a ClickHouse server")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() -> ClickHouse.open("http://u:secret@127.0.0.1:" + free + "/x", Map.of(), null, null))
                .hasMessageContaining("http://127.0.0.1:" + free + "/x: refuses the connection")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> ClickHouse.open("http://no-such-host.invalid/x", Map.of(), null, null))
                .hasMessageContaining("there is no host no-such-host.invalid");
    }
}
