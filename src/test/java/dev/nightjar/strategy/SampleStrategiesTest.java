package dev.nightjar.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleStrategiesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nine-positions",
                "ema-trend-5m",
                "short-straddle",
                "opening-range-breakout",
                "rsi-mean-reversion",
                "expiry-week-strangle",
                "momentum-3m"
            })
    void readsWithoutAnyComplaint(String name) throws IOException {
        ParsedStrategy parsed = read(name);

        assertThat(parsed.errors()).isEmpty();
        assertThat(parsed.warnings()).isEmpty();
        assertThat(parsed.userId()).isEqualTo("sample-user");
    }

    @Test
    void theirFoldersDiffer() throws IOException {
        Set<String> folders = new HashSet<>();
        for (String name : new String[] {
            "nine-positions", "ema-trend-5m", "short-straddle", "opening-range-breakout",
            "rsi-mean-reversion", "expiry-week-strangle", "momentum-3m", "invalid-on-purpose"
        }) {
            String id = Objects.requireNonNull(read(name).strategyId());
            folders.add(id.substring(0, Math.min(13, id.length())));
        }
        assertThat(folders).hasSize(8);
    }

    @Test
    void theInvalidOneIsRefusedForEveryMistake() throws IOException {
        ParsedStrategy parsed = read("invalid-on-purpose");

        assertThat(parsed.strategyId()).isEqualTo("invalid-on-purpose");
        assertThat(parsed.errors())
                .extracting(Problem::toString)
                .containsExactly(
                        "/nodes/0/data/tradingInstrumentConfig/timeframes/0/indicators/rsi14/lenght: "
                                + "unknown parameter of rsi, accepted: display_name, indicator_name, length, price_field; did you mean length, was 14",
                        "/nodes/0/data/tradingInstrumentConfig/timeframes/0/indicators/ultimate/indicator_name: "
                                + "indicator uo is not available, accepted: "
                                + Arrays.stream(IndicatorKind.values())
                                        .map(IndicatorKind::label)
                                        .collect(Collectors.joining(", "))
                                + ", was \"uo\"",
                        "/nodes/1/data/conditions/0/conditions/0/operator: "
                                + "unknown operator, accepted: <, <=, >, >=, ==, !=, between, crosses_above, crosses_below; did you mean >=, was \"=>\"",
                        "/nodes/1/data/conditions/0/conditions/0/rhs/timeValue: "
                                + "must be a time as HH:MM or HH:MM:SS, was \"9:17\"",
                        "/nodes/1/data/conditions/0/conditions/1/lhs/offset: "
                                + "indicators exist on completed candles only, the last of which has offset -1, was 0",
                        "/nodes/1/data/conditions/0/conditions/1/rhs/value: "
                                + "must be a number, true, false or a time as HH:MM or HH:MM:SS, was \"thirty\"",
                        "/nodes/1/data/conditions/0/conditions/2/lhs/timeframeId: "
                                + "unknown timeframe of TI, accepted: 1m, was \"5m\"",
                        "/nodes/1/data/conditions/0/conditions/2/operator: "
                                + "unknown operator, accepted: <, <=, >, >=, ==, !=, between, crosses_above, crosses_below; did you mean crosses_above, was \"crossed_above\"",
                        "/nodes/2/data/positions/0/quantity: " + "must be a positive number, was 0",
                        "/nodes/2/data/positions/0/optionDetails/strikeType: "
                                + "must be ATM, OTM1 to OTM99, ITM1 to ITM99, or FIXED with a strikeValue, was \"AT\"",
                        "/nodes/2/data/positions/0/stopLoss/triggerType: "
                                + "unknown trigger type, accepted: percentage, points, was \"percent\"",
                        "/nodes/2/data/positions/1/vpi: "
                                + "another position of the strategy has this vpi already, was \"leg-1\"",
                        "/nodes/2/data/positions/1/positionType: "
                                + "unknown position type, accepted: buy, sell; did you mean sell, was \"seel\"",
                        "/nodes/3/data/conditions/0/conditions/0/rhs/variableName: "
                                + "unknown variable of node signal, there is none, was \"SignalLow\"",
                        "/nodes/4/data/exitNodeData/orderConfig/targetPositionVpi: "
                                + "unknown position (vpi), accepted: leg-1; did you mean leg-1, was \"leg-2\"",
                        "/nodes/5/type: "
                                + "unknown node type, accepted: startNode, entrySignalNode, entryNode, exitSignalNode, exitNode, reEntrySignalNode, reEntryNode, squareOffNode, strategyOverview, was \"alertNode\"",
                        "/edges/4/target: "
                                + "unknown node, accepted: strategy-controller, signal, entry, stop, exit, square-off-1, was \"nowhere\"");
    }

    private static ParsedStrategy read(String name) throws IOException {
        try (InputStream in = SampleStrategiesTest.class.getResourceAsStream("/samples/strategies/" + name + ".json")) {
            return TradeLayoutReader.read(
                    new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
