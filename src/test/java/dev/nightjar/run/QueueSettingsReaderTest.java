package dev.nightjar.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightjar.market.Timeframe;
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

    private static final FeeSchedule FLAT = flat("20");

    private static final FeeSchedules SCHEDULES = name -> switch (name) {
        case "none" -> FeeSchedule.NONE;
        case "flat" -> FLAT;
        case "broken" -> FeeScheduleReader.read("broken", "fees/broken.csv", "component,basis\n", false);
        default -> throw new IllegalArgumentException("must be one of none, flat");
    };

    @Test
    void queueWithoutFileIsABacktestOfTheLatestDayAtFullSpeed() {
        QueueSettings settings = settings("night", FILE, null, Map.of());

        assertThat(settings.values())
                .containsExactly(
                        Map.entry("mode", "backtest"),
                        Map.entry("speed", "0"),
                        Map.entry("date", "latest"),
                        Map.entry("data", "market"),
                        Map.entry("replay", "ticks"),
                        Map.entry("warm-up", "500"),
                        Map.entry("fill", "last"),
                        Map.entry("latency", "0"),
                        Map.entry("max-quote-age", "unlimited"),
                        Map.entry("slippage", "none"),
                        Map.entry("fees", "none"),
                        Map.entry("fees-hash", FeeSchedule.NONE.hash()),
                        Map.entry("step-budget", "10000000000"),
                        Map.entry("partitions", "auto"),
                        Map.entry("threads", "auto"),
                        Map.entry("workers", "threads"),
                        Map.entry("worker-memory", "auto"),
                        Map.entry("worker-timeout", "60m"),
                        Map.entry("on-unfinished", "resume+run"),
                        Map.entry("html", "all"),
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
            QueueSettings settings = settings("admin_tester", "jobs/admin_tester.yml", yaml, Map.of());

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
                        fill: quote
                        max-quote-age: 5s
                        slippage: bps:2.50
                        fees: flat
                        warm-up: 250
                        capital: 100000
                        step-budget: 5000000
                        partitions: 7
                        threads: 3
                        workers: threads
                        worker-memory: 2g
                        worker-timeout: 90s
                        on-unfinished: abandon
                        keep-runs: 30
                        """);

        assertThat(settings)
                .isEqualTo(new QueueSettings(
                        "night",
                        Mode.LIVE_SIMULATION,
                        new BigDecimal("12.5"),
                        new DateRule.Range(LocalDate.of(2024, 10, 1), LocalDate.of(2024, 10, 31)),
                        "/srv/market",
                        new Replay(null, 250),
                        new TradingTerms(
                                FillModel.QUOTE,
                                0,
                                5_000_000_000L,
                                new Slippage(Slippage.Unit.BASIS_POINTS, new BigDecimal("2.5")),
                                FLAT),
                        new BigDecimal("100000"),
                        5_000_000,
                        7,
                        3,
                        new WorkerSettings(WorkerSettings.Way.THREADS, 2048, 90_000_000_000L),
                        OnUnfinished.ABANDON,
                        Html.ALL,
                        30,
                        Trigger.MANUAL));
    }

    @Test
    void unquotedDateOfTheFileStaysTheDateThatWasWritten() {
        assertThat(read("date: 2024-10-29").dates()).isEqualTo(new DateRule.Day(LocalDate.of(2024, 10, 29)));
    }

    @Test
    void commandLineOverridesTheFile() {
        QueueSettings settings = settings(
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
        QueueSettings settings =
                settings("night", FILE, "date: latest", Map.of("from", "2024-10-01", "to", "2024-10-02"));

        assertThat(settings.dates())
                .isEqualTo(new DateRule.Range(LocalDate.of(2024, 10, 1), LocalDate.of(2024, 10, 2)));
    }

    @Test
    void speedAloneDecidesTheMode() {
        String simulation = "mode: live_simulation\nspeed: 500";

        assertThat(settings("night", FILE, simulation, Map.of("speed", "0")).mode())
                .isEqualTo(Mode.BACKTEST);
        assertThat(read("speed: 0.5").mode()).isEqualTo(Mode.LIVE_SIMULATION);
    }

    @Test
    void modeAloneDecidesTheSpeedWhereItCan() {
        String simulation = "mode: live_simulation\nspeed: 500";

        assertThat(settings("night", FILE, simulation, Map.of("mode", "backtest"))
                        .speed())
                .isEqualByComparingTo("0");
        assertThat(settings("night", FILE, simulation, Map.of("mode", "live_simulation"))
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
                "fill: mid | fill: must be one of last, next_tick, quote, was 'mid'",
                "latency: 250 | latency: must be 0 or a time such as 250ms, 2s or 1m (units ns, us, ms, s, m), at most a day, was '250'",
                "latency: 25h | latency: must be 0 or a time such as",
                "latency: 1441m | latency: must be 0 or a time such as",
                "latency: 2s | latency: latency 2s has no effect with fill last; it needs fill next_tick, was '2s'",
                "max-quote-age: never | max-quote-age: must be unlimited, 0 or a time such as",
                "slippage: 2 ticks | slippage: must be none, ticks:<n> with a whole n from 1 to 10000, or bps:<n> with n above 0",
                "slippage: ticks:1.5 | slippage: must be none, ticks:<n>",
                "slippage: ticks:0 | slippage: must be none, ticks:<n>",
                "slippage: bps:10000.1 | slippage: must be none, ticks:<n>",
                "fees: zerodha | fees: must be one of none, flat, was 'zerodha'",
                "fees-hash: ab | fees-hash: unknown setting; did you mean 'fees'?",
                "capital: 0 | capital: must be an amount above 0",
                "capital: -5 | capital: must be an amount above 0",
                "capital: 1.0000001 | capital: must be an amount above 0",
                "partitions: 10001 | partitions: must be auto or a whole number from 1 to 10000, was '10001'",
                "partitions: -1 | partitions: must be auto",
                "partitions: 99999999999 | partitions: must be auto",
                "threads: 257 | threads: must be auto or a whole number from 1 to 256, was '257'",
                "workers: containers | workers: must be one of threads, processes, was 'containers'",
                "worker-memory: 15m | worker-memory: must be auto or an amount such as 512m or 2g, from 16m to 1024g",
                "worker-memory: 1025g | worker-memory: must be auto or an amount",
                "worker-memory: 512 | worker-memory: must be auto or an amount",
                "worker-timeout: 0 | worker-timeout: must be a time such as 30s or 60m",
                "worker-timeout: 25h | worker-timeout: must be a time such as 30s or 60m",
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
                () -> settings("night", FILE, "sped: 5\nthreads: many\nfees: some", Map.of("on-unfinished", "never")));

        assertThat(refused.problems())
                .extracting(SettingProblem::key)
                .containsExactly("sped", "fees", "threads", "on-unfinished");
    }

    @Test
    void aTermThatWouldHaveNoEffectIsRefused() {
        assertRefused(
                "fill: next_tick\nlatency: 250ms\nmax-quote-age: 5s",
                FILE + " line 2: latency: max-quote-age 5s has no effect with fill next_tick, which never fills at an"
                        + " earlier quote; it must be unlimited");
        assertThat(read("fill: next_tick\nlatency: 250ms").terms().latencyNanos())
                .isEqualTo(250_000_000);
    }

    @Test
    void whatIsWrongInTheTableOfFeesIsReportedWithTheRest() {
        InvalidSettingsException refused =
                catchThrowableOfType(InvalidSettingsException.class, () -> read("fees: broken\nthreads: many"));

        assertThat(refused.problems())
                .extracting(SettingProblem::place)
                .containsExactlyInAnyOrder("fees/broken.csv line 1", FILE + " line 2");
    }

    @Test
    void feesThatChangedSinceTheSettingsWereKeptAreLost() {
        Map<String, String> kept = read("fees: flat").values();

        QueueSettings same = QueueSettings.ofValues("night", kept, SCHEDULES);
        assertThat(same.terms().fees()).isEqualTo(FLAT);
        for (FeeSchedules later : List.<FeeSchedules>of(name -> flat("21"), name -> {
            throw new IllegalArgumentException("gone");
        })) {
            QueueSettings changed = QueueSettings.ofValues("night", kept, later);
            assertThat(changed.terms().fees().isLost()).isTrue();
            assertThat(changed.terms().fees()).isNotEqualTo(FLAT);
            assertThat(changed.values()).isEqualTo(kept);
        }
    }

    @Test
    void settingsKeptByAnEarlierVersionHaveTheDefaultTerms() {
        assertThat(QueueSettings.ofValues("night", Map.of("fill", "last", "fees", "none"), SCHEDULES)
                        .terms())
                .isEqualTo(TradingTerms.DEFAULT);
    }

    @Test
    void valuesReadBackToTheSameSettings() {
        QueueSettings settings = settings(
                "night",
                FILE,
                "speed: 2.5\ncapital: 10\nfill: next_tick\nlatency: 1500us\nslippage: ticks:2\nfees: flat",
                Map.of("from", "2024-10-01", "to", "2024-10-02", "trigger", "api", "threads", "2"));

        assertThat(QueueSettings.ofValues("night", settings.values(), SCHEDULES))
                .isEqualTo(settings);
    }

    @Test
    void fingerprintChangesWithWhatShapesResultsAndWithNothingElse() {
        String plain = QueueSettings.defaults("night").fingerprint();

        for (Map.Entry<String, String> shaping : List.of(
                Map.entry("speed", "1"),
                Map.entry("date", "last(2)"),
                Map.entry("data", "elsewhere"),
                Map.entry("replay", "1m"),
                Map.entry("warm-up", "0"),
                Map.entry("capital", "1"),
                Map.entry("partitions", "2"))) {
            assertThat(overridden(shaping).fingerprint()).as(shaping.toString()).isNotEqualTo(plain);
        }
        for (String terms : List.of(
                "fill: quote",
                "fill: next_tick",
                "fill: next_tick\nlatency: 1ms",
                "max-quote-age: 1s",
                "slippage: ticks:1",
                "slippage: bps:1",
                "fees: flat")) {
            assertThat(read(terms).fingerprint()).as(terms).isNotEqualTo(plain);
        }
        assertThat(settings("night", FILE, "fees: flat", Map.of(), name -> flat("21"))
                        .fingerprint())
                .isNotEqualTo(read("fees: flat").fingerprint());
        for (Map.Entry<String, String> other : List.of(
                Map.entry("threads", "2"),
                Map.entry("workers", "processes"),
                Map.entry("worker-memory", "512m"),
                Map.entry("worker-timeout", "5m"),
                Map.entry("trigger", "api"),
                Map.entry("on-unfinished", "refuse"))) {
            assertThat(overridden(other).fingerprint()).as(other.toString()).isEqualTo(plain);
        }
        assertThat(QueueSettings.defaults("other").fingerprint()).isNotEqualTo(plain);
        assertThat(overridden(Map.entry("partitions", "auto")).fingerprint()).isEqualTo(plain);
    }

    @Test
    void aReplayOfCandlesIsReadBackAndRefusesWhatNeedsTicks() {
        QueueSettings settings = overridden(Map.entry("replay", "5m"));

        assertThat(settings.replay()).isEqualTo(new Replay(new Timeframe(5), 500));
        assertThat(QueueSettings.ofValues("night", settings.values(), SCHEDULES))
                .isEqualTo(settings);
        assertThat(read("replay: 1d\nwarm-up: 0").replay()).isEqualTo(new Replay(new Timeframe(1440), 0));
        assertThat(settings("night", FILE, "replay: 1m", Map.of("replay", "ticks"))
                        .replay())
                .isEqualTo(Replay.DEFAULT);
        for (String[] refused : new String[][] {
            {
                "replay: 30s",
                "replay: must be ticks or the timeframe of stored candles, such as 1m, 5m, 1h or 1d, was '30s'"
            },
            {"replay: 60m", "replay: must be ticks"},
            {"warm-up: 501", "warm-up: must be a whole number of candles from 0 to 500, was '501'"},
            {"warm-up: -1", "warm-up: must be a whole number"},
            {"replay: 1m\nfill: quote", "replay: fill quote needs bid and ask, which replay 1m has not"},
            {"replay: 1m\nfill: next_tick\nlatency: 1s", "replay: latency 1s needs ticks"}
        }) {
            assertThatThrownBy(() -> read(refused[0]))
                    .as(refused[0])
                    .isInstanceOf(InvalidSettingsException.class)
                    .hasMessageContaining(refused[1]);
        }
        assertThatThrownBy(() -> settings("night", FILE, "fill: quote", Map.of("replay", "1m")))
                .hasMessageContaining("command line: replay: fill quote needs bid and ask");
    }

    @Test
    void aLiveSimulationIsNotWorkedOnInProcesses() {
        assertThat(read("workers: processes\nworker-memory: 1g").workers())
                .isEqualTo(new WorkerSettings(WorkerSettings.Way.PROCESSES, 1024, 3_600_000_000_000L));
        assertRefused(
                "speed: 500\nworkers: processes",
                FILE + " line 2: workers: must be threads in a live_simulation, whose results are shown while they are"
                        + " made; processes are for a backtest, was 'processes'");
        assertThatThrownBy(() -> settings("night", FILE, "workers: processes", Map.of("speed", "500")))
                .hasMessageContaining("command line: speed: does not go with workers processes, which must be threads");
        QueueSettings live =
                settings("night", FILE, "workers: processes", Map.of("speed", "500", "workers", "threads"));
        assertThat(live.workers().processes()).isFalse();
        QueueSettings settings = overridden(Map.entry("workers", "processes"));
        assertThat(QueueSettings.ofValues("night", settings.values(), SCHEDULES))
                .isEqualTo(settings);
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
                        plain.replay(),
                        plain.terms(),
                        null,
                        plain.stepBudget(),
                        0,
                        0,
                        plain.workers(),
                        plain.onUnfinished(),
                        plain.html(),
                        plain.keepRuns(),
                        plain.trigger()))
                .hasMessage("speed must be 0 in a backtest and above 0 in a live_simulation, was 1 in a backtest");
        assertThatThrownBy(() -> new QueueSettings(
                        "night",
                        plain.mode(),
                        plain.speed(),
                        plain.dates(),
                        plain.data(),
                        plain.replay(),
                        plain.terms(),
                        null,
                        plain.stepBudget(),
                        -1,
                        0,
                        plain.workers(),
                        plain.onUnfinished(),
                        plain.html(),
                        plain.keepRuns(),
                        plain.trigger()))
                .hasMessage("partitions must be 0 (automatic) or 1 to 10000, was -1");
    }

    @Test
    void theStepBudgetIsPartOfWhatARunIs() {
        assertThat(read("").stepBudget()).isEqualTo(QueueSettings.DEFAULT_STEP_BUDGET);
        assertThat(overridden(Map.entry("step-budget", "7")).fingerprint()).isNotEqualTo(read("").fingerprint());
        for (String refused : List.of("0", "-1", "1.5", "1e9", "many", "1000000000000001")) {
            assertRefused(
                    null,
                    Map.of("step-budget", refused),
                    "step-budget: must be a whole number of steps from 1 to 1000000000000000, was '" + refused + "'");
        }
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        assertRefused(null, Map.of("speed", "5\u001b[2J"), "was '5?[2J'");
    }

    private static FeeSchedule flat(String rate) {
        return FeeScheduleReader.read("flat", "fees/flat.csv", "component,basis,rate\nbrokerage,order," + rate, false);
    }

    private static QueueSettings settings(
            String queue, String file, @Nullable String yaml, Map<String, String> overrides) {
        return settings(queue, file, yaml, overrides, SCHEDULES);
    }

    private static QueueSettings settings(
            String queue, String file, @Nullable String yaml, Map<String, String> overrides, FeeSchedules schedules) {
        return QueueSettingsReader.read(queue, file, yaml, overrides, schedules);
    }

    private static QueueSettings overridden(Map.Entry<String, String> setting) {
        return settings("night", FILE, null, Map.ofEntries(setting));
    }

    private static QueueSettings read(String yaml) {
        return settings("night", FILE, yaml, Map.of());
    }

    private static void assertRefused(@Nullable String yaml, String message) {
        assertRefused(yaml, Map.of(), message);
    }

    private static void assertRefused(@Nullable String yaml, Map<String, String> overrides, String message) {
        assertThatThrownBy(() -> settings("night", FILE, yaml, overrides))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(message);
    }
}
