package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClickHouseAddressTest {

    private static final Map<String, String> TOLD =
            Map.of("NIGHTJAR_CLICKHOUSE_USER", "night", "NIGHTJAR_CLICKHOUSE_PASSWORD", "secret");

    @Test
    void everythingButTheHostHasADefault() {
        ClickHouseAddress address = ClickHouseAddress.of("http://db", Map.of());
        assertThat(address.name()).isEqualTo("http://db:8123/default");
        assertThat(address.user()).isNull();
        assertThat(address.instants()).isFalse();
        assertThat(address.timeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(ClickHouseAddress.of("https://db", Map.of()).name()).isEqualTo("https://db:8443/default");
    }

    @Test
    void everythingCanBeTold() {
        ClickHouseAddress address = ClickHouseAddress.of(
                "http://u%40x:p%3A+s@db:18123/market?times=instant&source=vendor%20a&timeout=9", TOLD);
        assertThat(address.name()).isEqualTo("http://db:18123/market");
        assertThat(address.user()).isEqualTo("u@x");
        assertThat(address.password()).isEqualTo("p:+s");
        assertThat(address.instants()).isTrue();
        assertThat(address.candleSource()).isEqualTo("vendor a");
        assertThat(address.timeout()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void theEnvironmentTellsUserAndPasswordIfTheAddressDoesNot() {
        ClickHouseAddress address = ClickHouseAddress.of("http://db/market", TOLD);
        assertThat(address.user()).isEqualTo("night");
        assertThat(address.password()).isEqualTo("secret");
        assertThat(ClickHouseAddress.of("http://other@db", TOLD).password()).isEqualTo("secret");
    }

    @Test
    void nothingThatIsPrintedHasThePassword() {
        ClickHouseAddress address = ClickHouseAddress.of("http://u:secret@db/market", Map.of());
        assertThat(address.toString()).doesNotContain("secret").doesNotContain("u:");
        for (String wrong :
                new String[] {"http://u:secret@/x", "http://u:secret@db/a b", "http://u:secret@db/x?secrets=1"}) {
            assertThatThrownBy(() -> ClickHouseAddress.of(wrong, Map.of()))
                    .isInstanceOf(DataException.class)
                    .hasMessageNotContaining("u:secret");
        }
    }

    @Test
    void everythingWrongIsToldAtOnce() {
        assertThatThrownBy(() -> ClickHouseAddress.of("http://db/a/b?times=local&timeout=0&zone=UTC", Map.of()))
                .hasMessageContaining("database \"a/b\" should be")
                .hasMessageContaining("times=local should be clock or instant")
                .hasMessageContaining("timeout=0 should be whole seconds")
                .hasMessageContaining("option \"zone\" is unknown; known are times, source, timeout");
    }

    @Test
    void otherThingsAreNoAddress() {
        assertThat(ClickHouseAddress.isOne("http://db")).isTrue();
        assertThat(ClickHouseAddress.isOne("data/2024")).isFalse();
        assertThatThrownBy(() -> ClickHouseAddress.of("ftp://db", Map.of()))
                .hasMessageContaining("should be http[s]://");
    }
}
