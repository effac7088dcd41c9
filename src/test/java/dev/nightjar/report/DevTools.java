package dev.nightjar.report;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Chromium without a window that does what it is told: one process for all pages of a test. Keys are those of a real keyboard. */
public final class DevTools implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final long SECONDS = 60;
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Map<String, Integer> KEYS = Map.of(
            "Tab",
            9,
            "Enter",
            13,
            "Escape",
            27,
            "PageUp",
            33,
            "End",
            35,
            "Home",
            36,
            "ArrowLeft",
            37,
            "ArrowUp",
            38,
            "ArrowRight",
            39,
            "ArrowDown",
            40);

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private String session = "";

    private DevTools(Process process, String address) throws Exception {
        this.process = process;
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), new Listener())
                .get(SECONDS, TimeUnit.SECONDS);
        String target = send("Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asString();
        session = send("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asString();
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            send(domain + ".enable", Map.of());
        }
    }

    private static Optional<Path> program() {
        return Stream.of(String.valueOf(System.getenv("PATH")).split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** {@return the script that looks for what people who cannot see a page would miss} */
    public static String axe() throws IOException {
        String name = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
        try (InputStream script = DevTools.class.getClassLoader().getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** {@return one that keeps its own files in that folder; empty if none is installed} */
    public static Optional<DevTools> start(Path scratch) throws Exception {
        Path program = program().orElse(null);
        if (program == null) {
            return Optional.empty();
        }
        Path log = scratch.resolve("devtools.log");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--window-size=1400,1000",
                        "--remote-debugging-port=0",
                        "--remote-allow-origins=*",
                        "--user-data-dir=" + scratch.resolve("devtools"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end && process.isAlive()) {
            Matcher listening = LISTENING.matcher(Files.readString(log, StandardCharsets.ISO_8859_1));
            if (listening.find()) {
                try {
                    return Optional.of(new DevTools(process, listening.group(1)));
                } catch (Exception e) {
                    process.destroyForcibly();
                    throw e;
                }
            }
            Thread.sleep(50);
        }
        process.destroyForcibly();
        throw new IOException("the browser does not listen: " + Files.readString(log, StandardCharsets.ISO_8859_1));
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                hear(JSON.readTree(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    private void hear(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer =
                    Objects.requireNonNull(answers.remove(message.path("id").asInt()));
            if (message.has("error")) {
                answer.completeExceptionally(
                        new IOException(message.path("error").toString()));
            } else {
                answer.complete(message.path("result"));
            }
            return;
        }
        JsonNode told = message.path("params");
        switch (message.path("method").asString()) {
            case "Runtime.exceptionThrown" -> complaints.add(told.toString());
            case "Runtime.consoleAPICalled", "Log.entryAdded" -> complaints.add(told.toString());
            case "Network.requestWillBeSent" ->
                requests.add(told.path("request").path("url").asString());
            default -> {
                // of no interest
            }
        }
    }

    /** {@return what the browser answers} */
    public JsonNode send(String method, Map<String, ?> parameters)
            throws IOException, InterruptedException, TimeoutException {
        int number = numbers.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(number, answer);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", number);
        message.put("method", method);
        message.put("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        socket.sendText(JSON.writeValueAsString(message), true);
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(method + ": " + e.getMessage(), e);
        }
    }

    /** {@return what a script says in the page, awaited} */
    public JsonNode ask(String script) throws IOException, InterruptedException, TimeoutException {
        JsonNode said =
                send("Runtime.evaluate", Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
        if (said.has("exceptionDetails")) {
            throw new IOException(said.path("exceptionDetails").toString());
        }
        return said.path("result").path("value");
    }

    /**
     * {@return what a script tells of the page, by name}
     *
     * @param script the inside of an asynchronous function that calls {@code tell(name, text)}
     */
    public Map<String, String> told(String script) throws IOException, InterruptedException, TimeoutException {
        Map<String, String> told = new LinkedHashMap<>();
        ask("(async () => { const told = {}; const tell = (name, text) => { told[name] = text; };" + script
                        + "; return told; })()")
                .properties()
                .forEach(one -> told.put(one.getKey(), one.getValue().asString().replace('\u00a0', ' ')));
        return told;
    }

    /** {@return what people see of the page: its markup without code, as plain text has it} */
    public String text() throws IOException, InterruptedException, TimeoutException {
        return PageData.text(ask("document.documentElement.outerHTML").asString());
    }

    /** Opens a page, and waits until it is shown. */
    public void open(String address) throws IOException, InterruptedException, TimeoutException {
        complaints.clear();
        requests.clear();
        send("Page.navigate", Map.of("url", "about:blank"));
        send("Page.navigate", Map.of("url", address));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!isShown()) {
            if (System.nanoTime() > end) {
                throw new IOException(address + " is not shown");
            }
            Thread.sleep(20);
        }
        // charts are drawn in the next frame
        ask("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }

    private boolean isShown() throws InterruptedException, TimeoutException {
        try {
            return ask("document.documentElement !== null && document.documentElement.dataset.shown === 'yes'")
                    .asBoolean();
        } catch (IOException e) {
            // one page goes and another comes
            return false;
        }
    }

    /** Presses a key. */
    public void press(String key) throws IOException, InterruptedException, TimeoutException {
        Map<String, Object> down = new LinkedHashMap<>();
        down.put("type", "keyDown");
        down.put("key", key);
        down.put("code", key);
        down.put("windowsVirtualKeyCode", Objects.requireNonNull(KEYS.get(key)));
        if (key.equals("Enter")) {
            down.put("text", "\r");
        }
        send("Input.dispatchKeyEvent", down);
        down.put("type", "keyUp");
        down.remove("text");
        send("Input.dispatchKeyEvent", down);
    }

    /** {@return how many pages of A4 the page takes} */
    public int pagesOnPaper() throws IOException, InterruptedException, TimeoutException {
        JsonNode printed = send(
                "Page.printToPDF",
                Map.of("paperWidth", 8.27, "paperHeight", 11.69, "printBackground", true, "preferCSSPageSize", true));
        byte[] pdf = Base64.getDecoder().decode(printed.path("data").asString());
        return (int) Pattern.compile("/Type\\s*/Page\\b(?!s)")
                .matcher(new String(pdf, StandardCharsets.ISO_8859_1))
                .results()
                .count();
    }

    /** {@return what the page or the browser complained of since it was opened} */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** {@return what was asked for over the network or from the disk since the page was opened} */
    public List<String> requests() {
        return requests.stream()
                .filter(address -> !address.equals("about:blank"))
                .toList();
    }

    @Override
    public void close() throws InterruptedException {
        socket.abort();
        process.destroy();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
