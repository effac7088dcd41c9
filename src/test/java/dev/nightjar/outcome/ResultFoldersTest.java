package dev.nightjar.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightjar.run.InstanceKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFoldersTest {

    @TempDir
    Path root;

    private static InstanceKey key(String user, String strategy, String broker) {
        return new InstanceKey(user, strategy, broker, BigDecimal.ONE);
    }

    @Test
    void foldersHaveThirteenCharactersOfEachId() {
        InstanceKey key = key("user", "5708424d-5962-4629-978c-05b3a174e104", "acf98a95-1547-4a72");
        Path folder = ResultFolders.of(root, key);
        assertThat(folder).isEqualTo(root.resolve("user").resolve("5708424d-5962_acf98a95-1547"));
        assertThat(ResultFolders.name(root, folder)).isEqualTo("user/5708424d-5962_acf98a95-1547");
        assertThat(ResultFolders.direct(root, key("user", "5708424d-5962-4629", "direct")))
                .isEqualTo(root.resolve("5708424d-5962_direct"));
        assertThat(ResultFolders.night(root, "admin_tester", LocalDate.of(2024, 10, 29)))
                .isEqualTo(root.resolve("nights/admin_tester/2024-10-29"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc",
                "..",
                ".",
                "a/b",
                "/etc",
                "a\\b",
                "",
                " ",
                "a\nb",
                "a\u0000b",
                "nights",
                "index.json"
            })
    void idsThatWouldLeaveTheirFolderAreRefused(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultFolders.of(root, key(id, "strategy", "broker")))
                .withMessageStartingWith("user_id: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"b.staging-5", "b.old-5", "b.running"})
    void idsThatLookLikeUnfinishedFoldersAreRefused(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultFolders.of(root, key("user", "strategy", id)))
                .withMessageStartingWith("broker_connection_id: must not contain .")
                .withMessageEndingWith("which names unfinished results, was '" + id + "'");
    }

    @Test
    void linksAreRefused() throws IOException {
        Files.createSymbolicLink(root.resolve("user"), Files.createDirectory(root.resolve("elsewhere")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultFolders.of(root, key("user", "strategy", "broker")))
                .withMessage(root.resolve("user") + " is a link; results are written to real folders only");
    }
}
