package dev.nightjar.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class BooksChartTest {

    private static final String TABLE = "10,000,000 ticks; JDK 17; CPU time\n" + row("shared indicators", 1, 0.1)
            + row("shared indicators", 100, 1) + row("nine positions' graph", 1, 1)
            + row("nine positions' graph", 10_000, 100)
            + "                                    heap after it 400 MB at most\n";

    /** As the bench prints it. */
    private static String row(String book, int strategies, double passes) {
        return String.format(
                Locale.ROOT,
                "%-24s %10d %10.2f %10.2f %12.3f %11.4f%% %9d%n",
                book,
                strategies,
                25.0,
                2.5,
                passes,
                passes,
                9);
    }

    @Test
    void everyBookIsALineFromItsFirstToItsLastRow() throws Exception {
        String svg = BooksChart.svg(TABLE);
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));

        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(2);
        // Four powers of ten of strategies across 590 units, three of passes (0.1 to 100) up 370.
        assertThat(svg)
                .contains("points=\"70.0,400.0 365.0,276.7\"")
                .contains("points=\"70.0,276.7 660.0,30.0\"")
                .contains(">shared indicators</text>", ">nine positions' graph</text>", ">10,000</text>", ">0.1</text>")
                .contains("prefers-color-scheme: dark");
        assertThat(BooksChart.svg(TABLE)).isEqualTo(svg);
    }

    @Test
    void aTextWithoutATableIsRefused() {
        assertThatThrownBy(() -> BooksChart.svg("nothing\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no row");
    }
}
