package dev.nightjar.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SharedPartsTest {

    private static ParsedStrategy read(String from, String to) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(SharedPartsTest.class.getResourceAsStream("/bench/sma-cross.json"))) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(json).contains(from);
            return TradeLayoutReader.read(json.replace(from, to));
        }
    }

    private static List<Node> nodes(ParsedStrategy parsed) {
        return Objects.requireNonNull(parsed.strategy()).nodes();
    }

    @Test
    void equalNodesAreOneAndAllElseStays() throws IOException {
        SharedParts parts = new SharedParts();
        ParsedStrategy one = parts.of(read("\"stopPoints\": 15", "\"stopPoints\": 15"));
        ParsedStrategy read = read("\"stopPoints\": 15", "\"stopPoints\": 16");
        ParsedStrategy other = parts.of(read);

        assertThat(other).isEqualTo(read).isNotEqualTo(one);
        for (int node = 0; node < nodes(one).size(); node++) {
            Node own = nodes(other).get(node);
            if (own instanceof Node.Entry) {
                assertThat(own).isNotEqualTo(nodes(one).get(node));
            } else {
                assertThat(own).isSameAs(nodes(one).get(node));
            }
        }
    }

    @Test
    void whatHasErrorsStaysAsItIs() {
        ParsedStrategy wrong = TradeLayoutReader.read("{}");

        assertThat(new SharedParts().of(wrong)).isSameAs(wrong);
    }
}
