import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ta4j.core.Bar;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBar;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.BaseStrategy;
import org.ta4j.core.Position;
import org.ta4j.core.Trade;
import org.ta4j.core.TradingRecord;
import org.ta4j.core.backtest.BarSeriesManager;
import org.ta4j.core.backtest.TradeOnCurrentCloseModel;
import org.ta4j.core.indicators.SMAIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.num.DoubleNum;
import org.ta4j.core.num.Num;
import org.ta4j.core.rules.CrossedDownIndicatorRule;
import org.ta4j.core.rules.CrossedUpIndicatorRule;

/**
 * ta4j as a peer of {@code scripts/bench peers}, run from source with its published artifact on the class path; what it does, and how it
 * answers, is that of {@code peer.py}. Its numbers are doubles, the faster of its kinds.
 *
 * <p>Arguments: its version, the file of bars, the file for the trades.
 */
public final class Ta4jPeer {

    private static final int FAST = 10;
    private static final int SLOW = 30;

    public static void main(String[] args) throws Exception {
        List<Bar> bars = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(args[1]))) {
            String[] cells = line.split(",");
            if (!cells[0].equals("time")) {
                bars.add(new BaseBar(
                        Duration.ofMinutes(1),
                        Instant.ofEpochSecond(Long.parseLong(cells[0])).atZone(ZoneOffset.UTC),
                        DoubleNum.valueOf(cells[1]),
                        DoubleNum.valueOf(cells[2]),
                        DoubleNum.valueOf(cells[3]),
                        DoubleNum.valueOf(cells[4]),
                        DoubleNum.valueOf(cells[5]),
                        DoubleNum.valueOf(0)));
            }
        }
        BarSeries series =
                new BaseBarSeriesBuilder().withBars(bars).withNumTypeOf(DoubleNum.class).build();
        try (PrintWriter trades = new PrintWriter(args[2], StandardCharsets.UTF_8)) {
            for (Position position : run(series).getPositions()) {
                Trade entry = position.getEntry();
                Trade exit = position.getExit();
                trades.printf(
                        Locale.ROOT,
                        "%d %d %.6f %.6f%n",
                        entry.getIndex(),
                        exit.getIndex(),
                        entry.getPricePerAsset().doubleValue(),
                        exit.getPricePerAsset().doubleValue());
            }
        }
        System.out.println("ready ta4j " + args[0]);
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (asked.readLine() != null) {
            long before = system.getProcessCpuTime();
            run(series);
            System.out.println((system.getProcessCpuTime() - before) / 1e9);
        }
    }

    private static TradingRecord run(BarSeries series) {
        ClosePriceIndicator close = new ClosePriceIndicator(series);
        SMAIndicator fast = new SMAIndicator(close, FAST);
        SMAIndicator slow = new SMAIndicator(close, SLOW);
        BaseStrategy strategy = new BaseStrategy(
                new CrossedUpIndicatorRule(fast, slow), new CrossedDownIndicatorRule(fast, slow), SLOW);
        Num one = DoubleNum.valueOf(1);
        return new BarSeriesManager(series, new TradeOnCurrentCloseModel()).run(strategy, Trade.TradeType.BUY, one);
    }
}
