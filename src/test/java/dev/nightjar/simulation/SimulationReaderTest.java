package dev.nightjar.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.strategy.Problem;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationReaderTest {

    @Test
    void whatIsNotSaidIsAsDocumented() {
        SimulationConfig config = TestSimulations.config("symbols: ['tcs', 'Infy']", "strategy: 'ma_crossover'");

        assertThat(config.text())
                .isEqualTo(("{'kind':'simulation','simulation_id':'s1','name':'s1','symbols':['INFY','TCS'],"
                                + "'start_date':'2024-01-01','end_date':'2024-12-31','starting_capital':10000,"
                                + "'strategy':'ma_crossover','strategy_parameters':{'long_ma':50,'short_ma':20},"
                                + "'timeframe':'1d','capital_mode':'sleeves','weights':{'INFY':1,'TCS':1},"
                                + "'sizing':{'policy':'percent_of_equity','percent':100},'direction':'long_only',"
                                + "'fill':'next_open','slippage':'none','fees':'none','missing_symbols':'strict',"
                                + "'delisting_recovery_percent':100,'at_end':'hold','risk_free_percent':0,"
                                + "'days_a_year':252,'profile':'nightjar'}")
                        .replace('\'', '"'));
    }

    @Test
    void sharedAccountsWeighSymbolsEquallyAndLetTheStrongestSignalComeFirst() {
        SimulationConfig config = TestSimulations.config("symbols: ['A', 'B']", "capital_mode: 'shared'");

        assertThat(config.sizing()).isEqualTo(new Sizing.EqualWeight());
        assertThat(config.contention()).isEqualTo(Contention.SIGNAL_STRENGTH);
        assertThat(config.rebalance()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sizing: {'policy': 'percent_of_equity', 'percent': 12.5}",
                "sizing: {'policy': 'fixed_amount', 'amount': 2500.5}",
                "sizing: {'policy': 'fixed_quantity', 'quantity': 7}",
                "sizing: {'policy': 'risk_atr', 'risk_percent': 1, 'atr_period': 10, 'atr_multiple': 1.5}",
                "sizing: {'policy': 'volatility_target', 'annual_percent': 15, 'lookback': 30}",
                "weights: {'A': 2.5}",
                "timeframe: '15m'",
                "slippage: 'bps:5'",
                "direction: 'long_short'",
                "fill: 'close'",
                "missing_symbols: 'skip'",
                "at_end: 'close_at_last_close'",
                "profile: 'backtesting_py'",
                "profile: 'backtrader'",
                "starting_capital: 10000.05",
                "delisting_recovery_percent: 40.25",
                "name: 'Quotes \\\" and \\u00e9'",
            })
    void textIsReadBackAsTheSameConfig(String member) {
        SimulationConfig config = TestSimulations.config(member);

        ParsedSimulation again = SimulationReader.read(config.text(), TestSimulations.NO_FEES);

        assertThat(again.errors()).isEmpty();
        assertThat(again.config()).isEqualTo(config);
        assertThat(again.config()).extracting(SimulationConfig::text).isEqualTo(config.text());
    }

    @Test
    void textOfASharedAccountIsReadBack() {
        SimulationConfig config = TestSimulations.config(
                "symbols: ['A', 'B']",
                "capital_mode: 'shared'",
                "contention: 'pro_rata'",
                "rebalance: {'every': 'month', 'drift_percent': 2.5}");

        assertThat(SimulationReader.read(config.text(), TestSimulations.NO_FEES).config())
                .isEqualTo(config);
    }

    /** Nobody knows at a symbol's last open that no other follows; what it brings could be spent on others. */
    @Test
    void lastOpensAreForSleevesAlone() {
        assertThat(errors("capital_mode: 'shared'", "at_end: 'close_at_last_open'"))
                .singleElement()
                .satisfies(error -> assertThat(error.pointer()).isEqualTo("/at_end"));
        assertThat(TestSimulations.config("capital_mode: 'shared'", "profile: 'backtesting_py'")
                        .atEnd())
                .isEqualTo(AtEnd.HOLD);
    }

    @Test
    void hashTellsConfigsApartAndNotHowTheyAreWritten() {
        SimulationConfig config = TestSimulations.config("symbols: ['A', 'B']");

        assertThat(TestSimulations.config("symbols: [ 'b' , 'a' ]", "starting_capital: 1e4")
                        .hash())
                .isEqualTo(config.hash());
        assertThat(TestSimulations.config("symbols: ['A', 'C']").hash()).isNotEqualTo(config.hash());
    }

    /** Missing or mistyped members must never fall back to something. */
    @ParameterizedTest
    @ValueSource(
            strings = {"kind", "simulation_id", "symbols", "start_date", "end_date", "starting_capital", "strategy"})
    void requiredMembersAreRequired(String name) {
        List<Problem> errors = errors(name + ":");

        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.pointer()).isEqualTo("/" + name);
            assertThat(error.message()).startsWith("is missing, expected ");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kind: 'graph'                        | /kind                 | unknown kind, accepted: simulation",
                "simulation_id: '../x'                | /simulation_id        | must not",
                "symbols: 'A'                         | /symbols              | must be a list of 1 to 200 symbols",
                "symbols: []                          | /symbols              | must have 1 to 200 symbols, has 0",
                "symbols: ['A', ' ']                  | /symbols/1            | must be a symbol of 1 to 64",
                "symbols: ['A', 7]                    | /symbols/1            | must be a symbol of 1 to 64",
                "symbols: ['Tcs', 'TCS']              | /symbols/1            | is named twice",
                "symbols: ['A/B']                     | /symbols/0            | must be a symbol of 1 to 64",
                "start_date: '2024-13-01'             | /start_date           | must be a date written 2024-11-28",
                "start_date: 20240101                 | /start_date           | must be a date written 2024-11-28",
                "end_date: '2023-12-31'               | /end_date             | must not be before start_date, 2024-01-01",
                "starting_capital: '10000'            | /starting_capital     | must be a positive number",
                "starting_capital: 0                  | /starting_capital     | must be a positive number",
                "starting_capital: 10000.001          | /starting_capital     | must have at most 12 digits before and 2",
                "starting_capital: 1e15               | /starting_capital     | must have at most 12 digits before",
                "strategy: 'ma_crosover'              | /strategy             | did you mean ma_crossover",
                "strategy: 'MA'                       | /strategy             | accepted: ma_crossover, rsi, bollinger_bands, buy_and_hold",
                "strategy_parameters: {'n': 1}        | /strategy_parameters/n | unknown parameter of buy_and_hold, there is none",
                "strategy_parameters: []              | /strategy_parameters  | must be an object",
                "timeframe: '7x'                      | /timeframe            | must be whole minutes or hours up to a day",
                "timeframe: '15s'                     | /timeframe            | must be whole minutes or hours up to a day",
                "capital_mode: 'sleeve'               | /capital_mode         | did you mean sleeves",
                "weights: {'A': 0}                    | /weights/A            | must be a number from 0.000001 to",
                "weights: {'A': 1, 'B': 1}            | /weights/B            | unknown symbol, accepted: A",
                "weights: {}                          | /weights/A            | is missing, expected a number above 0",
                "sizing: 'percent_of_equity'          | /sizing               | must be an object with a policy",
                "sizing: {'policy': 'all'}            | /sizing/policy        | unknown policy, accepted: percent_of_equity",
                "sizing: {'policy': 'percent_of_equity', 'percent': 101} | /sizing/percent | must be a number from 0.000001 to 100",
                "sizing: {'policy': 'percent_of_equity', 'amount': 1} | /sizing/amount | unknown member of percent_of_equity",
                "sizing: {'policy': 'fixed_amount'}   | /sizing/amount        | is missing, expected a number",
                "sizing: {'policy': 'fixed_quantity', 'quantity': 1.5} | /sizing/quantity | must be a whole number from 1",
                "sizing: {'policy': 'equal_weight'}   | /sizing/policy        | equal_weight needs capital_mode shared",
                "direction: 'short_only'              | /direction            | accepted: long_only, long_short",
                "fill: 'open'                         | /fill                 | accepted: next_open, close",
                "slippage: 5                          | /slippage             | must be a text such as none",
                "slippage: 'bps:x'                    | /slippage             | must be none, ticks:<n>",
                "fees: 'zerodha'                      | /fees                 | must be none",
                "missing_symbols: true                | /missing_symbols      | must be one of strict, skip",
                "contention: 'symbol'                 | /contention           | needs capital_mode shared",
                "rebalance: {'every': 'month'}        | /rebalance            | needs capital_mode shared",
                "delisting_recovery_percent: 101      | /delisting_recovery_percent | must be a number from 0 to 100",
                "at_end: 'close'                      | /at_end               | accepted: hold, close_at_last_close",
                "risk_free_percent: -1                | /risk_free_percent    | must be a number from 0 to 100",
                "days_a_year: 0                       | /days_a_year          | must be a whole number from 1 to 366",
                "profile: 'zipline'                   | /profile              | accepted: nightjar, backtesting_py, backtrader",
                "short_ma: 20                         | /short_ma             | unknown member",
                "starting_captial: 20                 | /starting_captial     | did you mean starting_capital",
            })
    void whatIsWrongIsToldWhereItStands(String member, String pointer, String message) {
        assertThat(errors(member)).singleElement().satisfies(error -> {
            assertThat(error.pointer()).isEqualTo(pointer);
            assertThat(error.message()).contains(message);
        });
    }

    @Test
    void aSharedAccountHasNoWeights() {
        assertThat(errors("capital_mode: 'shared'", "weights: {'A': 1}"))
                .singleElement()
                .satisfies(error -> assertThat(error.pointer()).isEqualTo("/weights"));
    }

    @Test
    void numbersOfSharesDoNotDrift() {
        assertThat(errors(
                        "capital_mode: 'shared'",
                        "sizing: {'policy': 'fixed_quantity', 'quantity': 1}",
                        "rebalance: {'every': 'week'}"))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("has no effect with sizing fixed_quantity"));
    }

    @Test
    void volatilityIsToldByDailyReturns() {
        assertThat(errors("timeframe: '1h'", "sizing: {'policy': 'volatility_target', 'annual_percent': 10}"))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("needs timeframe 1d"));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceInTheOrderOfTheFile() {
        ParsedSimulation parsed = SimulationReader.read("""
                {"kind": "simulation", "symbols": ["A", "a"], "start_date": "x", "end_date": "2024-01-01",
                 "starting_capital": -5, "strategy": "rsi",
                 "strategy_parameters": {"rsi_period": 9, "rsi_oversold": "30", "rsi_overbougt": 70}, "fill": 1}""", TestSimulations.NO_FEES);

        assertThat(parsed.config()).isNull();
        assertThat(parsed.errors())
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder(
                        "/symbols/1",
                        "/start_date",
                        "/starting_capital",
                        "/strategy_parameters/rsi_period",
                        "/strategy_parameters/rsi_oversold",
                        "/strategy_parameters/rsi_overbougt",
                        "/fill",
                        "/simulation_id");
        assertThat(parsed.errors()).extracting(Problem::value).contains("9", "\"30\"", "-5", "\"x\"");
    }

    /** All reasons, not the first one. */
    @Test
    void allConflictsOfParametersAreTold() {
        assertThat(errors("strategy: 'ma_crossover'", "strategy_parameters: {'short_ma': 50, 'long_ma': 40}"))
                .extracting(Problem::message)
                .containsExactly(
                        "short_ma must be below long_ma, were 50 and 40",
                        "long_ma must be at least 1.5 times short_ma, were 40 and 50");
        assertThat(errors("strategy: 'rsi'", "strategy_parameters: {'rsi_oversold': 40.5, 'rsi_overbought': 95}"))
                .extracting(Problem::pointer)
                .containsExactly("/strategy_parameters/rsi_oversold", "/strategy_parameters/rsi_overbought");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "null", "{\"kind\":\"simulation\"", "7"})
    void whatIsNoObjectIsToldSo(String text) {
        ParsedSimulation parsed = SimulationReader.read(text, TestSimulations.NO_FEES);

        assertThat(parsed.config()).isNull();
        assertThat(parsed.errors()).isNotEmpty();
    }

    @Test
    void profilesChangeOnlyWhatIsNotSaid() {
        SimulationConfig theirs = TestSimulations.config("profile: 'backtesting_py'");
        SimulationConfig ours = TestSimulations.config("profile: 'backtesting_py'", "direction: 'long_only'");

        assertThat(theirs.direction()).isEqualTo(Direction.LONG_SHORT);
        assertThat(theirs.atEnd()).isEqualTo(AtEnd.CLOSE_AT_LAST_OPEN);
        assertThat(theirs.warmUpBars()).isZero();
        assertThat(ours.direction()).isEqualTo(Direction.LONG_ONLY);
        assertThat(TestSimulations.config("profile: 'backtrader'").sizing()).isEqualTo(new Sizing.FixedQuantity(1));
    }

    @Test
    void asManyBarsWarmUpAsTheStrategyAndTheSizingNeed() {
        assertThat(TestSimulations.config("strategy: 'rsi'").warmUpBars()).isEqualTo(500);
        assertThat(TestSimulations.config(
                                "strategy: 'ma_crossover'", "strategy_parameters: {'short_ma': 200, 'long_ma': 1000}")
                        .warmUpBars())
                .isEqualTo(1001);
        assertThat(TestSimulations.config(
                                "sizing: {'policy': 'volatility_target', 'annual_percent': 10, 'lookback': 700}")
                        .warmUpBars())
                .isEqualTo(701);
    }

    /** 10 000 in three parts: 3 333.33 each, and the cent that is left goes to the first. */
    @Test
    void sleevesAddUpToTheCent() {
        assertThat(TestSimulations.config("symbols: ['A', 'B', 'C']").sleeves())
                .containsEntry("A", 3_333_340_000L)
                .containsEntry("B", 3_333_330_000L)
                .containsEntry("C", 3_333_330_000L);
    }

    /** 1.00 by 0.5 : 0.3 : 0.2 of 1.01: 50.5, 30.3 and 20.2 cents; the half cent is the largest rest. */
    @Test
    void centsThatAreLeftGoToTheLargestRests() {
        assertThat(TestSimulations.config(
                                "symbols: ['A', 'B', 'C']",
                                "starting_capital: 1.01",
                                "weights: {'A': 20, 'B': 30, 'C': 50}")
                        .sleeves())
                .containsEntry("A", 200_000L)
                .containsEntry("B", 300_000L)
                .containsEntry("C", 510_000L);
    }

    @Test
    void benchmarkBuysTheSameSymbolsAndHolds() {
        SimulationConfig benchmark = TestSimulations.config(
                        "symbols: ['A', 'B']",
                        "strategy: 'rsi'",
                        "direction: 'long_short'",
                        "sizing: {'policy': 'fixed_quantity', 'quantity': 1}",
                        "weights: {'A': 3, 'B': 1}")
                .benchmark();

        assertThat(benchmark.strategy()).isEqualTo("buy_and_hold");
        assertThat(benchmark.direction()).isEqualTo(Direction.LONG_ONLY);
        assertThat(benchmark.sizing()).isEqualTo(new Sizing.PercentOfEquity(BigDecimal.valueOf(100)));
        assertThat(benchmark.sleeves()).containsEntry("A", 7_500_000_000L);
    }

    private static List<Problem> errors(String... members) {
        ParsedSimulation parsed = SimulationReader.read(TestSimulations.json(members), TestSimulations.NO_FEES);
        assertThat(parsed.config()).isNull();
        return parsed.errors();
    }
}
