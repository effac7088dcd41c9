package dev.nightjar.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Puts queries to a ClickHouse server over HTTP and reads the answers as {@link NativeBlocks}.
 *
 * <p>Uses what servers from 18.16 on understand: the query in the body of a POST, its format in the query, Basic
 * authentication; settings stand in the queries that need them, for some users may not change any.
 */
final class ClickHouseClient {

    /** How often a query is put again after the connection broke. */
    static final int ATTEMPTS = 3;

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private static final long FIRST_PAUSE_MILLIS = 100;

    private static final int LONGEST_ERROR = 1 << 16;

    /** The JDK's; this room does not know TLS otherwise. */
    private static final String TLS_FAILURES = "javax.net.ssl.";

    private final ClickHouseAddress address;
    private final HttpClient http;
    private final URI uri;

    ClickHouseClient(ClickHouseAddress address) {
        this.address = address;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
        uri = URI.create(
                address.server() + "/?database=" + URLEncoder.encode(address.database(), StandardCharsets.UTF_8));
    }

    /** A connection that broke, so that trying again may help. */
    static final class BrokenConnectionException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenConnectionException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Takes the rows of an answer. */
    interface Rows {
        /** Takes one block, which is used again after the call. */
        void block(NativeBlocks block);
    }

    /** Prepares for an answer, which may come more than once if connections break; gives what takes its rows. */
    interface Answer {
        Rows begin();
    }

    /**
     * Puts a query, again from the beginning if the connection breaks.
     *
     * @param sql ends with {@code FORMAT Native}
     * @param about what it asks for, for messages
     * @throws DataException if there is no answer
     */
    void ask(String sql, List<NativeBlocks.Kind> columns, String about, Answer answer) {
        for (int attempt = 1; ; attempt++) {
            try {
                Rows rows = answer.begin();
                try (NativeBlocks blocks = open(sql, columns, about)) {
                    while (next(blocks, about)) {
                        rows.block(blocks);
                    }
                }
                return;
            } catch (BrokenConnectionException broken) {
                pauseOrGiveUp(broken, attempt);
            }
        }
    }

    /**
     * Waits a little before another attempt.
     *
     * @throws DataException if there were enough
     */
    void pauseOrGiveUp(BrokenConnectionException broken, int attempts) {
        if (attempts > ATTEMPTS) {
            throw failure(broken.getMessage() + ", " + attempts + " times in a row", broken);
        }
        try {
            TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MILLIS << (2 * (attempts - 1)));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw failure("interrupted while waiting to connect again", stopped);
        }
    }

    /**
     * Puts a query and returns when the answer begins.
     *
     * @throws BrokenConnectionException if trying again may help
     * @throws DataException if not
     */
    NativeBlocks open(String sql, List<NativeBlocks.Kind> columns, String about) throws BrokenConnectionException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(address.timeout())
                .POST(HttpRequest.BodyPublishers.ofString(sql, StandardCharsets.UTF_8));
        String user = address.user();
        if (user != null) {
            byte[] pair = (user + ":" + address.password()).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofPublisher());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw failure(about + ": interrupted", stopped);
        } catch (IOException failed) {
            throw notConnected(about, failed);
        }
        Body body = new Body(address.timeout());
        response.body().subscribe(body);
        if (response.statusCode() != 200) {
            throw refused(about, response.statusCode(), text(body));
        }
        return new NativeBlocks(body, columns);
    }

    /** Reads the next block, see {@link NativeBlocks#next}. */
    boolean next(NativeBlocks blocks, String about) throws BrokenConnectionException {
        try {
            return blocks.next();
        } catch (NativeBlocks.ServerErrorException told) {
            throw refused(about, told);
        } catch (NativeBlocks.MalformedException malformed) {
            throw failure(
                    about + ": the answer is not the format Native as asked for: " + malformed.getMessage(), malformed);
        } catch (HttpTimeoutException silent) {
            throw failure(about + ": " + silent.getMessage(), silent);
        } catch (IOException broken) {
            throw broken(about, broken);
        }
    }

    private static BrokenConnectionException broken(String about, IOException cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new BrokenConnectionException(
                about + ": the connection broke before the answer was complete (" + reason + ")", cause);
    }

    private DataException notConnected(String about, IOException failed) throws BrokenConnectionException {
        if (failed instanceof HttpConnectTimeoutException) {
            return failure("does not accept the connection within " + CONNECT.toSeconds() + " s", failed);
        }
        if (failed instanceof HttpTimeoutException) {
            return failure(about + ": no answer within " + seconds(), failed);
        }
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException
                    || cause instanceof java.nio.channels.UnresolvedAddressException) {
                return failure("there is no host " + address.server().getHost(), failed);
            }
            if (cause.getClass().getName().startsWith(TLS_FAILURES)) {
                return failure("cannot be spoken to over TLS: " + cause.getMessage(), failed);
            }
        }
        if (failed instanceof ConnectException) {
            return failure(
                    "refuses the connection; is the server running, and is "
                            + address.server().getPort() + " its HTTP port (8123 unless configured otherwise)?",
                    failed);
        }
        throw broken(about, failed);
    }

    private String seconds() {
        return address.timeout().toSeconds() + " s; timeout=<seconds> in the address allows more";
    }

    private static String text(InputStream body) {
        try (body) {
            return new String(body.readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            return "";
        }
    }

    private DataException refused(String about, int status, String text) {
        NativeBlocks.ServerErrorException told = NativeBlocks.error(text);
        if (told != null) {
            return refused(about, told);
        }
        String line = CsvFile.shortened(text.replaceAll("\\s+", " ").strip());
        return failure(
                about + ": HTTP status " + status + (line.isEmpty() ? "" : ", \"" + line + "\"")
                        + "; is that the HTTP port of a ClickHouse server (8123 unless configured otherwise)?",
                null);
    }

    private DataException refused(String about, NativeBlocks.ServerErrorException told) {
        String advice = switch (told.code()) {
            case 192, 193, 194, 516 ->
                "; user and password come from the address, http://user:password@host, or from "
                        + ClickHouseAddress.USER + " and " + ClickHouseAddress.PASSWORD;
            case 81 -> "; the database is the path of the address, http://host:8123/database";
            case 164 -> "; the user must be allowed to change settings of queries (readonly 0 or 2)";
            case 241 -> "; the server needs more memory for queries (max_memory_usage)";
            default -> "";
        };
        return failure(about + ": the server says, code " + told.code() + ": " + told.getMessage() + advice, told);
    }

    private DataException failure(String problem, @Nullable Throwable cause) {
        DataException failure = new DataException(address.name(), List.of(problem));
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }

    /** An answer's bytes as they come, no faster than they are read; a server that is silent for too long ends it. */
    private static final class Body extends InputStream implements Flow.Subscriber<List<ByteBuffer>> {

        private static final int AHEAD = 8;

        private final Duration timeout;
        private final BlockingQueue<Object> arrived = new ArrayBlockingQueue<>(AHEAD + 1);
        private volatile Flow.@Nullable Subscription subscription;
        private List<ByteBuffer> buffers = List.of();
        private int place;
        private boolean ended;

        private Body(Duration timeout) {
            this.timeout = timeout;
        }

        private static final class End {
            private final @Nullable Throwable failure;

            private End(@Nullable Throwable failure) {
                this.failure = failure;
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription accepted) {
            subscription = accepted;
            accepted.request(AHEAD);
        }

        @Override
        public void onNext(List<ByteBuffer> item) {
            arrived.add(item);
        }

        @Override
        public void onError(Throwable failure) {
            arrived.add(new End(failure));
        }

        @Override
        public void onComplete() {
            arrived.add(new End(null));
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            while (place == buffers.size() || !buffers.get(place).hasRemaining()) {
                if (place < buffers.size()) {
                    place++;
                } else if (ended || !await()) {
                    return -1;
                }
            }
            ByteBuffer buffer = buffers.get(place);
            int many = Math.min(length, buffer.remaining());
            buffer.get(to, from, many);
            return many;
        }

        @SuppressWarnings("unchecked")
        private boolean await() throws IOException {
            Object item;
            try {
                item = arrived.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", stopped);
            }
            if (item == null) {
                throw new HttpTimeoutException("the server is silent for " + timeout.toSeconds()
                        + " s in the middle of an answer; timeout=<seconds> in the address allows more");
            }
            if (item instanceof End end) {
                ended = true;
                Throwable failure = end.failure;
                if (failure != null) {
                    throw new IOException(failure.getMessage(), failure);
                }
                return false;
            }
            buffers = (List<ByteBuffer>) item;
            place = 0;
            Flow.Subscription running = subscription;
            if (running != null) {
                running.request(1);
            }
            return true;
        }

        @Override
        public void close() {
            Flow.Subscription running = subscription;
            if (running != null) {
                running.cancel();
            }
        }
    }
}
