package dev.nightjar.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"admin_tester", "a", "night-2", "nse.options", "_x", "9"})
    void acceptsQueueNames(String name) {
        assertThat(QueueNames.check(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../x",
                "a/b",
                "a\\b",
                ".hidden",
                "-x",
                "a..b",
                "a.",
                "a b",
                "ä",
                "a\n",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void refusesQueueNamesThatCouldLeaveTheirFolder(String name) {
        assertThatThrownBy(() -> QueueNames.check(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("queue: must be 1 to 64 letters, digits");
    }

    @Test
    void nearestQueueIsTheOneWithTheFewestChanges() {
        List<String> existing = List.of("nightly", "admin_tester", "weekly");

        assertThat(QueueNames.nearest("admin-tester", existing)).contains("admin_tester");
        assertThat(QueueNames.nearest("nigthly", existing)).contains("nightly");
        assertThat(QueueNames.nearest("x", List.of("b", "a"))).contains("a");
        assertThat(QueueNames.nearest("x", List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5708424d-5962-4629-978c-05b3a174e104", "user@example.org", "Mueller 2", "a.b"})
    void acceptsIds(String id) {
        assertThat(Ids.check("strategy_id", id)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "../../etc",
                "/etc",
                "a/b",
                "a\\b",
                "..",
                ".",
                ".a",
                "a.",
                "a..b",
                "a\u0000",
                "a\nb",
                " a",
                "a ",
                "C:",
                "a*",
                "Müller 2",
                "x.staging-1",
                "ema.OLD-2",
                "b.running",
                "\uD83D\uDE00"
            })
    void refusesIdsThatCouldLeaveTheirFolder(String id) {
        assertThatThrownBy(() -> Ids.check("strategy_id", id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("strategy_id: must not ");
    }

    @Test
    void refusesOverlongIdsAndShowsOnlyTheirBeginning() {
        assertThatThrownBy(() -> Ids.check("strategy_id", "x".repeat(129)))
                .hasMessageEndingWith("was '" + "x".repeat(80) + "...'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nights", "Nights", "index.json"})
    void refusesUsersNamedLikeResultFiles(String user) {
        assertThatThrownBy(() -> Ids.checkUser(user)).hasMessageContaining("is the name of a result file");
    }

    @Test
    void exitCodesAreATableOfTheirOwnNumbers() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void brokerConnectionsAreChecked() {
        assertThat(BrokerConnection.of("zerodha-1", "Zerodha").dataSource()).isNull();
        assertThatThrownBy(() -> BrokerConnection.of("../x", "Zerodha"))
                .hasMessageStartingWith("broker_connection_id: must");
        assertThatThrownBy(() -> BrokerConnection.of("zerodha-1", " "))
                .hasMessage("broker connection zerodha-1: the broker's name is missing");
    }
}
