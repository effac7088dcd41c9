package dev.nightjar.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.outcome.FolderSwap.Recovered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crash is a swap of which only the first steps are made. */
class FolderSwapTest {

    private static final Map<String, byte[]> OLD = Map.of("a", bytes("old a"), "b", bytes("old b"));
    private static final Map<String, byte[]> NEW = Map.of("a", bytes("new a"), "c", bytes("new c"));
    private static final Map<String, String> OLD_TEXTS = Map.of("f/a", "old a", "f/b", "old b");
    private static final Map<String, String> NEW_TEXTS = Map.of("f/a", "new a", "f/c", "new c");

    @TempDir
    Path root;

    private Path folder;

    @BeforeEach
    void namesTheFolder() {
        folder = root.resolve("user/f");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** All files in the user's folder and their texts. */
    private Map<String, String> texts() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(DurableFiles.folderOf(folder))) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                texts.put(DurableFiles.folderOf(folder).relativize(path).toString(), Files.readString(path));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return texts;
    }

    private FolderSwap staged() throws IOException {
        FolderSwap swap = FolderSwap.begin(folder, 7);
        for (Map.Entry<String, byte[]> file : NEW.entrySet()) {
            swap.put(file.getKey(), file.getValue());
        }
        swap.makeDurable();
        return swap;
    }

    private void assertRecovers(Recovered first, Map<String, String> texts) throws IOException {
        assertThat(FolderSwap.recover(folder, 7)).isEqualTo(first);
        assertThat(texts()).isEqualTo(texts);
        assertThat(FolderSwap.recover(folder, 7)).as("again").isEqualTo(Recovered.NOTHING);
        assertThat(texts()).isEqualTo(texts);
        try (Stream<Path> left = Files.list(DurableFiles.folderOf(folder))) {
            assertThat(left).hasSize(texts.isEmpty() ? 0 : 1);
        }
        FolderSwap.replace(folder, 7, NEW);
        assertThat(texts()).as("published again").isEqualTo(NEW_TEXTS);
    }

    @Test
    void aFirstFolderComesAsAWhole() throws IOException {
        FolderSwap.replace(folder, 7, NEW);
        assertThat(texts()).isEqualTo(NEW_TEXTS);
    }

    @Test
    void aNewFolderReplacesAllOfTheOldOne() throws IOException {
        FolderSwap.replace(folder, 6, OLD);
        FolderSwap.replace(folder, 7, NEW);
        assertThat(texts()).isEqualTo(NEW_TEXTS);
    }

    @Test
    void whileItIsStagedTheOldOneStands() throws IOException {
        FolderSwap.replace(folder, 6, OLD);
        staged();
        assertThat(texts()).containsAllEntriesOf(OLD_TEXTS).containsEntry("f.staging-7/c", "new c");
    }

    @Test
    void aCrashBeforeAnythingChangesNothing() throws IOException {
        FolderSwap.replace(folder, 6, OLD);
        assertRecovers(Recovered.NOTHING, OLD_TEXTS);
    }

    @Test
    void aCrashWhileStagingIsUndone() throws IOException {
        FolderSwap.replace(folder, 6, OLD);
        FolderSwap.begin(folder, 7).put("a", bytes("ne"));
        assertRecovers(Recovered.UNDONE, OLD_TEXTS);
    }

    @Test
    void aCrashWhileStagingAFirstFolderIsUndone() throws IOException {
        FolderSwap.begin(folder, 7).put("a", bytes("ne"));
        assertRecovers(Recovered.UNDONE, Map.of());
    }

    @Test
    void aCrashBeforeTheFirstRenameIsUndone() throws IOException {
        FolderSwap.replace(folder, 6, OLD);
        staged();
        assertRecovers(Recovered.UNDONE, OLD_TEXTS);
    }

    @Test
    void aCrashBetweenTheRenamesIsFinished() throws IOException {
        FolderSwap.replace(folder, 6, OLD);
        staged().moveOldAway();
        assertThat(folder).doesNotExist();
        assertRecovers(Recovered.FINISHED, NEW_TEXTS);
    }

    /** Neither the old results nor the new ones nor what the user made are lost. */
    @Test
    void whatAUserPutsInThePlaceOfAFolderBetweenTheRenamesIsKeptBesideTheNewOne() throws IOException {
        FolderSwap.replace(folder, 6, OLD);
        staged().moveOldAway();
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("notes"), "mine");
        Files.createDirectory(folder.resolveSibling("f.found-1"));

        assertThat(FolderSwap.recover(folder, 7)).isEqualTo(Recovered.FINISHED);

        Map<String, String> expected = new TreeMap<>(NEW_TEXTS);
        expected.put("f.found-2/notes", "mine");
        assertThat(texts()).isEqualTo(expected);
        assertThat(FolderSwap.recover(folder, 7)).isEqualTo(Recovered.NOTHING);
        assertThat(ResultFolders.isPublished(folder.resolveSibling("f.found-2")))
                .isFalse();
    }

    @Test
    void aFileInThePlaceOfAFolderIsKeptToo() throws IOException {
        FolderSwap.replace(folder, 6, OLD);
        staged().moveOldAway();
        Files.writeString(folder, "a file");

        assertThat(FolderSwap.recover(folder, 7)).isEqualTo(Recovered.FINISHED);
        assertThat(texts()).containsAllEntriesOf(NEW_TEXTS).containsEntry("f.found-1", "a file");
    }

    @Test
    void aCrashAfterTheSecondRenameIsFinished() throws IOException {
        FolderSwap.replace(folder, 6, OLD);
        FolderSwap swap = staged();
        swap.moveOldAway();
        swap.moveNewIn();
        assertThat(texts()).containsAllEntriesOf(NEW_TEXTS).containsEntry("f.old-7/b", "old b");
        assertRecovers(Recovered.FINISHED, NEW_TEXTS);
    }

    @Test
    void aCrashWhileDeletingTheOldOneIsFinished() throws IOException {
        FolderSwap.replace(folder, 6, OLD);
        FolderSwap swap = staged();
        swap.moveOldAway();
        swap.moveNewIn();
        Files.delete(folder.resolveSibling("f.old-7").resolve("a"));
        assertRecovers(Recovered.FINISHED, NEW_TEXTS);
    }

    @Test
    void aStagedFolderThatIsLostGivesTheOldOneItsNameBack() throws IOException {
        FolderSwap.replace(folder, 6, OLD);
        staged().moveOldAway();
        DurableFiles.deleteTree(folder.resolveSibling("f.staging-7"));
        assertRecovers(Recovered.UNDONE, OLD_TEXTS);
    }

    @Test
    void whatALaterRunPublishedStays() throws IOException {
        FolderSwap.replace(folder, 6, OLD);
        staged().moveOldAway();
        FolderSwap.replace(folder, 8, Map.of(RunFile.NAME, bytes("later")));
        assertRecovers(Recovered.UNDONE, Map.of("f/run.json", "later"));
    }

    @Test
    void linksInAFolderAreRemovedNotFollowed() throws IOException {
        Path elsewhere = Files.writeString(root.resolve("precious"), "keep");
        FolderSwap.replace(folder, 6, OLD);
        Files.createSymbolicLink(folder.resolve("link"), root);
        FolderSwap.replace(folder, 7, NEW);
        assertThat(elsewhere).hasContent("keep");
        assertThat(texts()).isEqualTo(NEW_TEXTS);
    }
}
