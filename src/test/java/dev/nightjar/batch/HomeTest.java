package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HomeTest {

    private static final Path ONE = Path.of("/one/home");
    private static final Path OTHER = Path.of("/quite/another");

    private static String store(Path root, String data) {
        Home home = new Home(root);
        return home.root().resolve("store").relativize(home.dayStore(data)).toString();
    }

    @Test
    void aMovedHomeKeepsItsStores() {
        assertThat(store(ONE, "sample/data"))
                .isEqualTo(store(OTHER, "sample/data"))
                .isEqualTo(store(ONE, "./sample/data/"))
                .matches("sample_data-[0-9a-f]{16}");
        assertThat(store(ONE, "/one/home/sample/data"))
                .as("an absolute path into the home")
                .isEqualTo(store(ONE, "sample/data"));
        assertThat(store(ONE, "../ticks")).isEqualTo(store(OTHER, "../ticks")).matches("ticks-[0-9a-f]{16}");
        assertThat(store(ONE, "/data/ticks")).isEqualTo(store(OTHER, "/data/ticks"));
    }

    @Test
    void foldersThatLookAlikeHaveStoresOfTheirOwn() {
        assertThat(store(ONE, "a/b")).isNotEqualTo(store(ONE, "a_b"));
        assertThat(store(ONE, "/x/ticks")).isNotEqualTo(store(ONE, "/y/ticks"));
    }
}
