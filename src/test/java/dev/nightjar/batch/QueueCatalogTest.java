package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.run.InvalidSettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueCatalogTest {

    @TempDir
    private Path folder;

    private Path jobs() throws IOException {
        return Files.createDirectories(folder.resolve("jobs"));
    }

    @Test
    void settingsThatAreNoTextNameTheFile() throws IOException {
        Path binary = Files.write(jobs().resolve("binary.yml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Path directory = Files.createDirectory(jobs().resolve("directory.yml"));
        QueueCatalog catalog = new QueueCatalog(new Home(folder));

        assertThatThrownBy(() -> catalog.settings("binary", Map.of()))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(binary + ": must be UTF-8 text");
        assertThatThrownBy(() -> catalog.settings("directory", Map.of()))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(directory + ": must be a file of settings");
    }

    @Test
    void filesThatCannotBeQueuesAreNotListed() throws IOException {
        Files.writeString(jobs().resolve("bad name!.yml"), "");
        Files.writeString(jobs().resolve("good.yml"), "");

        assertThat(new QueueCatalog(new Home(folder)).names()).containsExactly("admin_tester", "good");
    }
}
