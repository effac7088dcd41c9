package dev.nightjar.data;

import dev.nightjar.market.Bars;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.Session;
import dev.nightjar.market.Timeframe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A large made day to measure with: a session of 375 minutes, symbols of which the busiest has many times the ticks of the
 * quietest, prices that walk in steps of 0.05, quantities of up to 60 lots.
 */
public final class MadeTicks {

    /** Bytes of a tick in the raw file: time, symbol, price, quantity. */
    public static final int RAW = Long.BYTES + 3 * Integer.BYTES;

    /** Of the session. */
    public static final int MINUTES = 375;

    private static final long MINUTE = 60_000_000_000L;

    private final Session session = TickRows.session("09:15:00", "15:30:00");
    private final List<Instrument> instruments = new ArrayList<>();
    private final int[] draw = new int[1 << 16];
    private final int[] prices;
    private final int ticks;
    private final long unit;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Random random = new Random(42);

    /** @param unit times are multiples of so many nanoseconds */
    public MadeTicks(int ticks, int symbols, long unit) {
        this.ticks = ticks;
        this.unit = unit;
        prices = new int[symbols];
        double[] weights = new double[symbols];
        double sum = 0;
        for (int symbol = 0; symbol < symbols; symbol++) {
            instruments.add(TickRows.stock(String.format("S%04d", symbol)));
            prices[symbol] = 1_000_000 + 100 * symbol;
            weights[symbol] = Math.exp(-3.3 * symbol / symbols);
            sum += weights[symbol];
        }
        int place = 0;
        double share = 0;
        for (int symbol = 0; symbol < symbols; symbol++) {
            share += weights[symbol] / sum;
            while (place < draw.length && place < share * draw.length) {
                draw[place++] = symbol;
            }
        }
    }

    public List<String> symbols() {
        return instruments.stream().map(Instrument::symbol).toList();
    }

    /**
     * Writes the day twice: as a file of the store, and as plain columns one after another, in the order of time.
     *
     * @return the day file and the nanoseconds of the processor that writing it took
     */
    public Written write(Path folder, Path raw) throws IOException {
        int most = ticks / MINUTES + 1;
        int[] symbol = new int[most];
        long[] time = new long[most];
        long[] price = new long[most];
        long[] quantity = new long[most];
        long[] interest = new long[most];
        long taken = 0;
        String hash;
        try (DayWriter writer = DayWriter.begin(folder, session, instruments);
                FileChannel channel = FileChannel.open(raw, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int minute = 0; minute < MINUTES; minute++) {
                int begin = (int) ((long) ticks * minute / MINUTES);
                int count = (int) ((long) ticks * (minute + 1) / MINUTES) - begin;
                for (int tick = 0; tick < count; tick++) {
                    int own = draw[random.nextInt(draw.length)];
                    prices[own] += 5 * (random.nextInt(5) - 2);
                    symbol[tick] = own;
                    time[tick] =
                            session.open() * 1_000_000_000L + minute * MINUTE + tick * MINUTE / count / unit * unit;
                    price[tick] = prices[own];
                    quantity[tick] = 75L * (1 + random.nextInt(60));
                }
                columns(channel, begin, count, symbol, time, price, quantity);
                long before = THREADS.getCurrentThreadCpuTime();
                writer.minute(minute, count, symbol, time, price, quantity, interest, null, null);
                taken += THREADS.getCurrentThreadCpuTime() - before;
            }
            long before = THREADS.getCurrentThreadCpuTime();
            SortedMap<String, Instrument> all = new TreeMap<>();
            instruments.forEach(instrument -> all.put(instrument.symbol(), instrument));
            hash = writer.finish(all, new TreeMap<>());
            taken += THREADS.getCurrentThreadCpuTime() - before;
        }
        return new Written(folder.resolve(session.date() + "-" + hash.substring(0, 16) + ".day"), taken);
    }

    /** What came of it. */
    public record Written(Path file, long nanos) {}

    private void columns(
            FileChannel channel, int begin, int count, int[] symbol, long[] time, long[] price, long[] quantity)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(RAW * count).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asLongBuffer().put(time, 0, count);
        for (int tick = 0; tick < count; tick++) {
            buffer.putInt(8 * count + 4 * tick, symbol[tick]);
            buffer.putInt(12 * count + 4 * tick, (int) price[tick]);
            buffer.putInt(16 * count + 4 * tick, (int) quantity[tick]);
        }
        long at = 0;
        for (int width : new int[] {8, 4, 4, 4}) {
            buffer.limit(buffer.position() + width * count);
            channel.write(buffer, at * ticks + (long) width * begin);
            at += width;
        }
    }

    /** Opens a day file as the store does. */
    public static DataDay open(Path file) {
        return new DataDay(DayFile.open(file), NO_HISTORY);
    }

    static final WarmUps.History NO_HISTORY = new WarmUps.History() {
        @Override
        public List<CorporateAction> corporateActions(String symbol) {
            return List.of();
        }

        @Override
        public @Nullable Bars storedBefore(Instrument instrument, Timeframe timeframe, long epochSecond) {
            return null;
        }

        @Override
        public Iterable<LocalDate> daysBefore(LocalDate date) {
            return List.of();
        }

        @Override
        public WarmUps.Minutes minutes(LocalDate date, Instrument instrument) {
            throw new IllegalStateException("there are no days before");
        }
    };
}
