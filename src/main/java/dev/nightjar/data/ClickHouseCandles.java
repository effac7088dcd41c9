package dev.nightjar.data;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;

/** The candles of one symbol and timeframe as an answer brings them; kept until it is complete, for it may begin again. */
final class ClickHouseCandles {

    private static final int TIME = 0;
    private static final int FIRST_PRICE = 1;
    private static final int PRICES = 4;
    private static final int VOLUME = FIRST_PRICE + PRICES;
    private static final long NANOS = 1_000_000_000L;

    private final String about;
    private final NativeBlocks.Kind volumeKind;
    private final ClickHouseClock clock;
    private final boolean daily;
    private long[] times = new long[1 << 10];
    private long[] volumes = new long[1 << 10];
    private final double[][] prices = new double[PRICES][1 << 10];
    private int count;

    ClickHouseCandles(String about, NativeBlocks.Kind volumeKind, ClickHouseClock clock, Timeframe timeframe) {
        this.about = about;
        this.volumeKind = volumeKind;
        this.clock = clock;
        daily = timeframe.minutes() == Timeframe.DAY;
    }

    void clear() {
        count = 0;
    }

    void add(NativeBlocks block) {
        for (int row = 0; row < block.rows(); row++, count++) {
            if (count == times.length) {
                int length = 2 * count;
                times = Arrays.copyOf(times, length);
                volumes = Arrays.copyOf(volumes, length);
                Arrays.setAll(prices, price -> Arrays.copyOf(prices[price], length));
            }
            times[count] = clock.time(block.whole(TIME, row));
            for (int price = 0; price < PRICES; price++) {
                prices[price][count] =
                        block.isNull(FIRST_PRICE + price, row) ? Double.NaN : block.real(FIRST_PRICE + price, row);
            }
            volumes[count] = ClickHouseTicks.count(block, VOLUME, row, volumeKind);
        }
    }

    void handTo(CandleIntake intake) {
        intake.from(about, "row");
        int scale = intake.subject().instrument().priceScale();
        long[] values = new long[CandleIntake.COLUMNS.size()];
        for (int row = 0; row < count; row++) {
            Arrays.fill(values, TickSeries.NO_PRICE);
            boolean exact = true;
            for (int price = 0; price < PRICES; price++) {
                values[price] = DoublePrices.units(prices[price][row], scale);
                exact &= values[price] != DoublePrices.INEXACT;
            }
            values[PRICES] = volumes[row];
            if (exact && volumes[row] != DoublePrices.INEXACT) {
                intake.add(label(times[row], intake.subject()), values, row + 1L);
            } else {
                refuse(intake, row);
            }
        }
    }

    /** The predecessor labels a day by its open, others by its first moment. */
    private long label(long time, CandleSubject subject) {
        if (!daily) {
            return time;
        }
        LocalDate date = Instant.ofEpochSecond(Math.floorDiv(time, NANOS))
                .atZone(subject.zone())
                .toLocalDate();
        Session session = subject.sessions().apply(date);
        return session != null && time == session.open() * NANOS
                ? date.atStartOfDay(subject.zone()).toEpochSecond() * NANOS
                : time;
    }

    private void refuse(CandleIntake intake, int row) {
        intake.problems()
                .add(
                        about + ": values that are not exact",
                        () -> intake.at(row + 1L) + "open, high, low, close are " + prices[0][row] + ", "
                                + prices[1][row] + ", " + prices[2][row] + ", " + prices[3][row]
                                + "; they should be decimal numbers of at most "
                                + Decimals.MAX_SCALE
                                + " fraction digits, and the volume a whole number");
    }
}
