package dev.nightjar.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a job and a database server, and breaks all connections at chosen statements, as if the server had been stopped there. The
 * server must be asked with {@code prepareThreshold=0}, so that every statement is sent as text.
 */
final class DatabaseGate implements AutoCloseable {

    private static final String COMMIT = "COMMIT";

    private final ServerSocket listening;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Deque<Break> breaks = new ArrayDeque<>();
    private final List<String> broken = new ArrayList<>();
    private volatile long closedUntil;

    DatabaseGate(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("gate", this::accept);
    }

    /**
     * A place at which connections break.
     *
     * @param statement part of its text
     * @param answerLost whether the transaction it belongs to is committed, and only the answer is lost
     * @param away how long nobody can connect from then on
     */
    private record Break(String statement, boolean answerLost, Duration away) {}

    int port() {
        return listening.getLocalPort();
    }

    /** The server is away for a while when it is asked that; each place once, in their order. */
    synchronized void breakAt(Duration away, String... statements) {
        for (String statement : statements) {
            breaks.add(new Break(statement, false, away));
        }
    }

    /** The answer to the commit of the transaction with that statement never comes; each once, in their order. */
    synchronized void loseAnswerOf(String... statements) {
        for (String statement : statements) {
            breaks.add(new Break(statement, true, Duration.ZERO));
        }
    }

    /** {@return at which places connections were broken} */
    synchronized List<String> broken() {
        return List.copyOf(broken);
    }

    /** {@return at which they have not been yet} */
    synchronized List<String> waiting() {
        return breaks.stream().map(Break::statement).toList();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                if (System.nanoTime() < closedUntil) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                Session session = new Session(client, server);
                start("gate to server", session::ask);
                start("gate to client", session::answer);
            } catch (IOException e) {
                // Closed, or the server is away itself.
            }
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized @Nullable Break next(String asked) {
        Break next = breaks.peek();
        return next != null && asked.contains(next.statement()) ? next : null;
    }

    private synchronized void cut(Break by) {
        breaks.remove(by);
        broken.add(by.statement());
        closedUntil = System.nanoTime() + by.away().toNanos();
        List.copyOf(open).forEach(DatabaseGate::close);
        open.clear();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }

    private final class Session {

        private final Socket client;
        private final Socket server;
        private @Nullable Break atCommit;
        private volatile @Nullable Break atAnswer;

        Session(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void ask() {
            byte[] buffer = new byte[1 << 16];
            try (InputStream in = client.getInputStream();
                    OutputStream out = server.getOutputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    String asked = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                    Break here = next(asked);
                    if (here != null && !here.answerLost()) {
                        cut(here);
                        return;
                    }
                    if (here != null) {
                        atCommit = here;
                    }
                    if (atCommit != null && asked.contains(COMMIT)) {
                        atAnswer = atCommit;
                        atCommit = null;
                    }
                    out.write(buffer, 0, read);
                    out.flush();
                }
            } catch (IOException e) {
                // Broken.
            } finally {
                close(server);
            }
        }

        void answer() {
            byte[] buffer = new byte[1 << 16];
            try (InputStream in = server.getInputStream();
                    OutputStream out = client.getOutputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    Break here = atAnswer;
                    if (here != null) {
                        cut(here);
                        return;
                    }
                    out.write(buffer, 0, read);
                    out.flush();
                }
            } catch (IOException e) {
                // Broken.
            } finally {
                close(client);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        List.copyOf(open).forEach(DatabaseGate::close);
    }
}
