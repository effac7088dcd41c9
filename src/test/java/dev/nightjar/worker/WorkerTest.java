package dev.nightjar.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a worker takes and answers, in this process. */
class WorkerTest {

    private static final String REQUEST =
            "{\"schema_version\":1,\"kind\":\"echo\",\"request\":\"one\",\"text\":\"quote \\\" and \\n line\"}";

    @TempDir
    private Path folder;

    /** Answers with the text it is sent. */
    private static final WorkerKind ECHO = new WorkerKind() {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public WorkerAnswer work(Members request, Reached reached, dev.nightjar.engine.StopSignal stop) {
            String text = request.text("text");
            request.check();
            reached.reached(1, 2);
            return new WorkerAnswer(List.of("A"), List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
        }
    };

    static Stream<Arguments> waysToAsk() {
        return Stream.of(
                Arguments.of(List.of("--config-json", REQUEST), ""),
                Arguments.of(List.of("--config-json=" + REQUEST), ""),
                Arguments.of(List.of("--config-json", "-"), REQUEST),
                Arguments.of(List.of("--config-json=-"), REQUEST + "\n"));
    }

    @ParameterizedTest
    @MethodSource("waysToAsk")
    void aRequestIsTakenFromWhereTheArgumentsSay(List<String> arguments, String input) throws Exception {
        Ended ended = run(input, arguments.toArray(String[]::new));

        assertThat(ended.code()).as(ended.err()).isZero();
        Map<String, Object> document = JsonDocument.read(ended.out().getBytes(StandardCharsets.UTF_8));
        assertThat(document)
                .containsEntry("schema_version", 1L)
                .containsEntry("kind", "echo")
                .containsEntry("request", "one")
                .containsEntry("symbols", List.of("A"))
                .containsEntry("engine_version", "7")
                .containsKeys("java_version", "execution_time_ms");
        assertThat((Map<?, ?>) document.get("result"))
                .isEqualTo(Map.of(
                        "bytes",
                        18L,
                        "sha256",
                        dev.nightjar.market.Sha256.of("quote \" and \n line"),
                        "base64",
                        "cXVvdGUgIiBhbmQgCiBsaW5l"));
        assertThat(ended.err()).isEqualTo("{\"type\":\"progress\",\"done\":1,\"total\":2}\n");
        assertThat(ended.out().lines()).hasSize(1);
    }

    @Test
    void aRequestIsTakenFromAFileAndFilesAreLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("request.json"), REQUEST);

        assertThat(run("", "--config-file", file.toString()).code()).isZero();
        assertThat(file).hasContent(REQUEST);
        assertThat(run("", "--config-file", folder.resolve("no.json").toString()))
                .satisfies(ended -> assertThat(ended.code()).isEqualTo(ExitCode.USAGE.number()))
                .satisfies(ended -> assertThat(ended.err()).contains("no.json: does not exist"));
    }

    /** Nothing unknown is passed over, nothing missing is guessed, and whatever comes first counts like the rest. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "none",
            value = {
                "none | one of these is needed: --config-json '<json>', --config-json - (from the standard input)",
                "--config-jsn {} | '--config-jsn' is no option of a worker; did you mean --config-json?",
                "{} --config-json {} | '{}' is no option of a worker",
                "--config-json | --config-json needs a value",
                "--config-json= | --config-json needs a value",
                "--config-file --config-json {} | --config-file needs a value",
                "--config-json {} --config-json {} | --config-json is given twice",
                "--config-file a --config-json {} | one of these is needed",
                "--supervised --config-json {} | --supervised is for --config-json - only",
                "--supervised=yes --config-json - | --supervised has no value",
                "--config-json [] | the request is not a JSON object",
                "--config-json {}{} | the request has more after its end",
                "--config-json {'a':1,'a':2} | the request is not JSON: Duplicate",
                "--config-json {'kind':'echo'} | must be of schema_version 1, which is missing",
                "--config-json {'schema_version':2} | must be of schema_version 1, was 2",
                "--config-json {'schema_version':'1'} | must be of schema_version 1",
                "--config-json {'schema_version':1,'kind':'eco'} | /kind must be one of echo, was 'eco'",
                "--config-json {'schema_version':1,'kind':'echo','txt':'x'} | /text is missing; it must be a text",
                "--config-json {'schema_version':1,'kind':'echo','txt':'x'} | /txt is unknown; did you mean text?",
                "--config-json {'schema_version':1,'kind':'echo','txt':'x'} | /request is missing",
                "--config-json {'schema_version':1,'kind':'echo','text':1} | /text must be a text",
                "--config-json {'schema_version':1,'kind':'echo','engine_version':'4'} | engine_version 4, this worker has 7"
            })
    void whatIsWrongIsRefusedAndNothingIsAnswered(String arguments, String message) {
        Ended ended = run(
                "",
                arguments == null ? new String[0] : arguments.replace('\'', '"').split(" "));

        assertThat(ended.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().replace("\\\"", "'"))
                .startsWith("{\"type\":\"error\",\"code\":")
                .contains("\"category\":\"usage\"", "\"retryable\":false", message.replace('"', '\''));
    }

    @Test
    void aManagerThatEndsBeforeItsRequestIsWholeIsNotAnswered() {
        Ended ended = run(REQUEST, "--config-json", "-", "--supervised");

        assertThat(ended.code()).isEqualTo(ExitCode.STOPPED.number());
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("the manager ended before its request was whole");
    }

    private record Ended(int code, String out, String err) {}

    private static Ended run(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Worker.run(
                List.of(ECHO),
                Map.of("engine_version", "7"),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                arguments);
        return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
