package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.data.DataException;
import dev.nightjar.data.SampleData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetTest {

    private static final String NAME = "market";

    @TempDir
    private Path root;

    private Home home = new Home(Path.of("."));

    @BeforeEach
    void makeHome() {
        home = new Home(root);
        SampleData.copyTo(home.data(NAME));
    }

    private void addRows(String... rows) throws IOException {
        Path zipped = home.data(NAME).resolve("ticks/2024-10-29.csv.gz");
        String ticks;
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(zipped))) {
            ticks = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Files.writeString(
                home.data(NAME).resolve("ticks/2024-10-29.csv"),
                ticks + String.join("\n", rows),
                StandardCharsets.UTF_8);
        Files.delete(zipped);
    }

    private List<String> findings() {
        DataSet data = DataSet.open(home, NAME);
        data.importDays(List.of(SampleData.DAY), day -> {});
        return data.findings(List.of(SampleData.DAY));
    }

    @Test
    void goodDataGivesNothingToWarnOf() {
        assertThat(findings()).isEmpty();
    }

    @Test
    void whatWasLeftOutIsToldByKindWithItsNumberAndAnExample() throws IOException {
        addRows(
                "2024-10-29 15:30:01,900000,NIFTY,24328.85,0,0",
                "2024-10-29 15:30:02,900001,NIFTY,24328.85,0,0",
                "2024-10-29 15:30:00,900002,NOBODY,24328.85,0,0");

        assertThat(findings())
                .filteredOn(told -> told.startsWith("2 rows outside the session, left out, on 2024-10-29; such as: "))
                .hasSize(1)
                .first()
                .asString()
                .contains("ticks/2024-10-29.csv line ");
        assertThat(findings())
                .anyMatch(told -> told.startsWith("1 rows of symbols that are not known") && told.contains("NOBODY"));
    }

    @Test
    void theStoreServesWhenTheFolderIsGone() throws IOException {
        findings();
        Files.move(home.data(NAME), root.resolve("elsewhere"));

        DataSet stored = DataSet.open(home, NAME);

        assertThat(stored.days()).containsExactly(SampleData.DAY);
        assertThat(stored.store().open(SampleData.DAY).hash()).isEqualTo(SampleData.HASH);
    }

    @Test
    void neitherFolderNorStoreIsToldByName() {
        assertThatThrownBy(() -> DataSet.open(home, "nothing"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(home.data("nothing").toString());
    }
}
