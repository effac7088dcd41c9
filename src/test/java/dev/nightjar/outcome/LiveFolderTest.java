package dev.nightjar.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveFolderTest {

    @TempDir
    Path root;

    @Test
    void onlyFilesWithOtherBytesAreWritten() throws IOException {
        LiveFolder live = new LiveFolder(root.resolve("user/f"));
        live.write(Map.of("a", new byte[] {1}, "b", new byte[] {2}));
        Path running = root.resolve("user/f.running");
        assertThat(live.path()).isEqualTo(running);
        Files.write(running.resolve("a"), new byte[] {9});
        live.write(Map.of("a", new byte[] {1}, "b", new byte[] {3}));
        assertThat(running.resolve("a")).hasBinaryContent(new byte[] {9});
        assertThat(running.resolve("b")).hasBinaryContent(new byte[] {3});
        assertThat(running.toFile().list()).containsExactlyInAnyOrder("a", "b");
        live.remove();
        assertThat(running).doesNotExist();
        live.write(Map.of("a", new byte[] {1}));
        assertThat(running.resolve("a")).hasBinaryContent(new byte[] {1});
    }

    @Test
    void aRestartWritesOverWhatIsThere() throws IOException {
        new LiveFolder(root.resolve("f")).write(Map.of("a", new byte[] {1}));
        new LiveFolder(root.resolve("f")).write(Map.of("a", new byte[] {2}));
        assertThat(root.resolve("f.running/a")).hasBinaryContent(new byte[] {2});
    }
}
