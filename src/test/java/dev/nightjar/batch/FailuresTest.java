package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void whatNobodyExpectedBeginsWithASentenceForPeople() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        Failures.unexpected(new IllegalStateException("a bug"), new PrintStream(said, true, StandardCharsets.UTF_8));

        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .startsWith(
                        "internal error: please report this with the lines below",
                        "java.lang.IllegalStateException: a bug")
                .anyMatch(line -> line.contains("at dev.nightjar.batch.FailuresTest"));
    }
}
