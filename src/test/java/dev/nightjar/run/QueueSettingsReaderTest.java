package dev.nightjar.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueSettingsReaderTest {

    private static final String FILE = "jobs/night.yml";

    @Test
    void queueWithoutFileIsABacktestOfTheLatestDayAtFullSpeed() {
        QueueSettings settings = QueueSettingsReader.read("night", FILE, null, Map.of());

        assertThat(settings.values())
                .containsExactly(
                        Map.entry("mode", "backtest"),
                        Map.entry("speed", "0"),
                        Map.entry("date", "latest"),
                        Map.entry("data", "market"),
                        Map.entry("fill", "last"),
                        Map.entry("fees", "none"),
                        Map.entry("partitions", "auto"),
                        Map.entry("threads", "auto"),
                        Map.entry("on-unfinished", "resume+run"),
                        Map.entry("trigger", "manual"));
        assertThat(settings).isEqualTo(QueueSettings.defaults("night"));
    }

    @Test
    void emptyFileChangesNothing() {
        assertThat(read("# nothing yet\n")).isEqualTo(QueueSettings.defaults("night"));
    }

    @Test
    void shippedSampleQueueIsALiveSimulationAtFiveHundred() throws IOException {
        try (InputStream file = getClass().getResourceAsStream("/jobs/admin_tester.yml")) {
            String yaml = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            QueueSettings settings = QueueSettingsReader.read("admin_tester", "jobs/admin_tester.yml", yaml, Map.of());

            assertThat(settings.mode()).isEqualTo(Mode.LIVE_SIMULATION);
            assertThat(settings.speed()).isEqualByComparingTo("500");
            assertThat(settings.dates()).isEqualTo(new DateRule.Latest());
            assertThat(settings.data()).isEqualTo("sample/data");
            assertThat(settings.capital()).isNull();
        }
    }

    @Test
    void everyKeyOfTheFileIsRead() {
        QueueSettings settings = read("""
                        mode: live_simulation
                        speed: 12.50
                        from: 2024-10-01
                        to: 2024-10-31
                        data: /srv/market
                        fill: last
                        fees: none
                        capital: 100000
                        partitions: 7
                        threads: 3
                        on-unfinished: abandon
                        """);

        assertThat(settings)
                .isEqualTo(new QueueSettings(
                        "night",
                        Mode.LIVE_SIMULATION,
                        new BigDecimal("12.5"),
                        new DateRule.Range(LocalDate.of(2024, 10, 1), LocalDate.of(2024, 10, 31)),
                        "/srv/market",
                        FillModel.LAST,
                        FeeModel.NONE,
                        new BigDecimal("100000"),
                        7,
                        3,
                        OnUnfinished.ABANDON,
                        Trigger.MANUAL));
    }

    @Test
    void unquotedDateOfTheFileStaysTheDateThatWasWritten() {
        assertThat(read("date: 2024-10-29").dates()).isEqualTo(new DateRule.Day(LocalDate.of(2024, 10, 29)));
    }

    @Test
    void commandLineOverridesTheFile() {
        QueueSettings settings = QueueSettingsReader.read(
                "night",
                FILE,
                "date: latest\npartitions: 2\ndata: a",
                Map.of("date", "last(3)", "partitions", "auto", "trigger", "scheduled", "capital", "5000.50"));

        assertThat(settings.dates()).isEqualTo(new DateRule.Last(3));
        assertThat(settings.partitions()).isZero();
        assertThat(settings.data()).isEqualTo("a");
        assertThat(settings.trigger()).isEqualTo(Trigger.SCHEDULED);
        assertThat(settings.capital()).isEqualByComparingTo("5000.5");
    }

    @Test
    void rangeOnTheCommandLineReplacesTheDateOfTheFile() {
        QueueSettings settings = QueueSettingsReader.read(
                "night", FILE, "date: latest", Map.of("from", "2024-10-01", "to", "2024-10-02"));

        assertThat(settings.dates())
                .isEqualTo(new DateRule.Range(LocalDate.of(2024, 10, 1), LocalDate.of(2024, 10, 2)));
    }

    @Test
    void speedAloneDecidesTheMode() {
        String simulation = "mode: live_simulation\nspeed: 500";

        assertThat(QueueSettingsReader.read("night", FILE, simulation, Map.of("speed", "0"))
                        .mode())
                .isEqualTo(Mode.BACKTEST);
        assertThat(read("speed: 0.5").mode()).isEqualTo(Mode.LIVE_SIMULATION);
    }

    @Test
    void modeAloneDecidesTheSpeedWhereItCan() {
        String simulation = "mode: live_simulation\nspeed: 500";

        assertThat(QueueSettingsReader.read("night", FILE, simulation, Map.of("mode", "backtest"))
                        .speed())
                .isEqualByComparingTo("0");
        assertThat(QueueSettingsReader.read("night", FILE, simulation, Map.of("mode", "live_simulation"))
                        .speed())
                .isEqualByComparingTo("500");
        assertRefused(
                "mode: live_simulation",
                FILE + " line 1: mode: needs a speed above 0, such as speed 500, was" + " 'live_simulation'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode: live_trading | mode: live_trading is not available yet; must be one of backtest, live_simulation",
                "mode: fast | mode: must be one of backtest, live_simulation, was 'fast'",
                "speed: fast | speed: must be 0 (a backtest) or a number up to 100000 with at most 6 fraction digits, was 'fast'",
                "speed: -1 | speed: must be 0",
                "speed: 100000.1 | speed: must be 0",
                "speed: 0.0000001 | speed: must be 0",
                "speed: 1e3 | speed: must be 0",
                "date: yesterday | date: must be a date such as 2024-10-29, latest, last(n)",
                "date: 2024-02-30 | date: must be a date such as",
                "date: last(0) | date: must be a date such as",
                "date: 2024-10-31..2024-10-01 | date: the range's end 2024-10-01 is before its start 2024-10-31",
                "from: 2024-10-01 | from: from and to are given together",
                "to: 2024-10-01 | to: from and to are given together",
                "data: '' | data: must be the path of a folder",
                "fill: next_tick | fill: next_tick is not available yet; must be last",
                "fill: quote | fill: quote is not available yet; must be last",
                "fill: mid | fill: must be last, was 'mid'",
                "fees: zerodha | fees: must be none, was 'zerodha'",
                "capital: 0 | capital: must be an amount above 0",
                "capital: -5 | capital: must be an amount above 0",
                "capital: 1.0000001 | capital: must be an amount above 0",
                "partitions: 10001 | partitions: must be auto or a whole number from 1 to 10000, was '10001'",
                "partitions: -1 | partitions: must be auto",
                "partitions: 99999999999 | partitions: must be auto",
                "threads: 257 | threads: must be auto or a whole number from 1 to 256, was '257'",
                "on-unfinished: later | on-unfinished: must be one of resume+run, resume, abandon, refuse, was 'later'",
                "trigger: api | trigger: is given on the command line only",
                "sped: 5 | sped: unknown setting; did you mean 'speed'?",
                "partitions: [1, 2] | partitions: needs one plain value",
                "capital: | capital: needs one plain value"
            })
    void refusesInTheFile(String line, String message) {
        assertRefused(line, FILE + " line 1: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"speed", "- a\n- b"})
    void refusesAFileThatIsNotKeysAndValues(String yaml) {
        assertRefused(yaml, FILE + ": must hold lines of the form 'key: value'");
    }

    @Test
    void refusesMalformedYamlNamingTheLine() {
        assertRefused("speed: 5\ndata: [", FILE + " line 2: is not YAML");
    }

    @Test
    void refusesAKeyGivenTwice() {
        assertRefused("speed: 5\nspeed: 6", FILE + " line 2: speed: is given twice, was '6'");
    }

    @Test
    void refusesTypesThatYamlWouldConstruct() {
        assertRefused(
                "data: !!javax.script.ScriptEngineManager [x]",
                FILE + " line 1: is not YAML: Global tag is not allowed");
    }

    @Test
    void refusesFillsOnTheCommandLine() {
        assertRefused(null, Map.of("fill", "last"), "command line: fill: is set in the queue's file only, was 'last'");
    }

    @Test
    void refusesADateTogetherWithARange() {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("date", "latest");
        overrides.put("from", "2024-10-01");
        overrides.put("to", "2024-10-02");

        assertRefused(null, overrides, "command line: date: must not be given together with from and to");
    }

    @Test
    void refusesARangeThatEndsBeforeItBegins() {
        assertRefused(
                null,
                Map.of("from", "2024-10-02", "to", "2024-10-01"),
                "command line: to: must not be before from, which is 2024-10-02, was '2024-10-01'");
    }

    @Test
    void refusesAModeAndASpeedThatContradictEachOther() {
        assertRefused(
                "mode: backtest\nspeed: 5",
                FILE + " line 2: speed: must be 0 in a backtest and above 0 in a live_simulation; mode is backtest");
    }

    @Test
    void reportsEverythingAtOnce() {
        InvalidSettingsException refused = catchThrowableOfType(
                InvalidSettingsException.class,
                () -> QueueSettingsReader.read(
                        "night", FILE, "sped: 5\nthreads: many\nfees: some", Map.of("on-unfinished", "never")));

        assertThat(refused.problems())
                .extracting(SettingProblem::key)
                .containsExactly("sped", "fees", "threads", "on-unfinished");
    }

    @Test
    void valuesReadBackToTheSameSettings() {
        QueueSettings settings = QueueSettingsReader.read(
                "night",
                FILE,
                "speed: 2.5\ncapital: 10",
                Map.of("from", "2024-10-01", "to", "2024-10-02", "trigger", "api", "threads", "2"));

        assertThat(QueueSettings.ofValues("night", settings.values())).isEqualTo(settings);
    }

    @Test
    void fingerprintChangesWithWhatShapesResultsAndWithNothingElse() {
        String plain = QueueSettings.defaults("night").fingerprint();

        for (Map.Entry<String, String> shaping : List.of(
                Map.entry("speed", "1"),
                Map.entry("date", "last(2)"),
                Map.entry("data", "elsewhere"),
                Map.entry("capital", "1"),
                Map.entry("partitions", "2"))) {
            assertThat(overridden(shaping).fingerprint()).as(shaping.toString()).isNotEqualTo(plain);
        }
        for (Map.Entry<String, String> other :
                List.of(Map.entry("threads", "2"), Map.entry("trigger", "api"), Map.entry("on-unfinished", "refuse"))) {
            assertThat(overridden(other).fingerprint()).as(other.toString()).isEqualTo(plain);
        }
        assertThat(QueueSettings.defaults("other").fingerprint()).isNotEqualTo(plain);
        assertThat(overridden(Map.entry("partitions", "auto")).fingerprint()).isEqualTo(plain);
    }

    @Test
    void settingsMadeByHandAreCheckedToo() {
        QueueSettings plain = QueueSettings.defaults("night");

        assertThatThrownBy(() -> new QueueSettings(
                        "night",
                        Mode.BACKTEST,
                        BigDecimal.ONE,
                        plain.dates(),
                        plain.data(),
                        plain.fill(),
                        plain.fees(),
                        null,
                        0,
                        0,
                        plain.onUnfinished(),
                        plain.trigger()))
                .hasMessage("speed must be 0 in a backtest and above 0 in a live_simulation, was 1 in a backtest");
        assertThatThrownBy(() -> new QueueSettings(
                        "night",
                        plain.mode(),
                        plain.speed(),
                        plain.dates(),
                        plain.data(),
                        plain.fill(),
                        plain.fees(),
                        null,
                        -1,
                        0,
                        plain.onUnfinished(),
                        plain.trigger()))
                .hasMessage("partitions must be 0 (automatic) or 1 to 10000, was -1");
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        assertRefused(null, Map.of("speed", "5\u001b[2J"), "was '5?[2J'");
    }

    private static QueueSettings overridden(Map.Entry<String, String> setting) {
        return QueueSettingsReader.read("night", FILE, null, Map.ofEntries(setting));
    }

    private static QueueSettings read(String yaml) {
        return QueueSettingsReader.read("night", FILE, yaml, Map.of());
    }

    private static void assertRefused(@Nullable String yaml, String message) {
        assertRefused(yaml, Map.of(), message);
    }

    private static void assertRefused(@Nullable String yaml, Map<String, String> overrides, String message) {
        assertThatThrownBy(() -> QueueSettingsReader.read("night", FILE, yaml, overrides))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(message);
    }
}
