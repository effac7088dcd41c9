package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists of variants as CSV. */
class SweepFileTest {

    private static List<SweepFile.Row> rows(String text) {
        return SweepFile.parse(text).rows();
    }

    @Test
    void lineEndsByteOrderMarksAndBlankLinesMakeNoDifference() {
        List<SweepFile.Row> rows =
                List.of(new SweepFile.Row(1, List.of("a", "b")), new SweepFile.Row(2, List.of("1", "")));
        assertThat(rows("a,b\n1,\n")).isEqualTo(rows);
        assertThat(rows("\uFEFFa,b\r\n1,\r\n\r\n")).isEqualTo(rows);
        assertThat(rows("a,b\r1,")).isEqualTo(rows);
        assertThat(rows("\n \na\n\n5\n")).extracting(SweepFile.Row::line).containsExactly(3, 5);
        assertThat(rows("")).isEmpty();
    }

    @Test
    void quotesHoldCommasQuotesAndLines() {
        assertThat(rows("\"a,b\",\"say \"\"x\"\"\"\n\"1\n2\",\u00e9\nx,y"))
                .containsExactly(
                        new SweepFile.Row(1, List.of("a,b", "say \"x\"")),
                        new SweepFile.Row(2, List.of("1\n2", "\u00e9")),
                        new SweepFile.Row(4, List.of("x", "y")));
        assertThatThrownBy(() -> rows("a\n\"b")).hasMessage("line 2: a quote is opened and not closed");
        assertThatThrownBy(() -> rows("a\n\"b\"c"))
                .hasMessage("line 2: text stands after a closing quote, expected a comma");
    }
}
