package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.Session;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first stages of an import on their own, for those who measure them. */
public final class ImportStages {

    private ImportStages() {}

    /** Reads a day and puts its ticks in order, minute by minute, and leaves it at that; {@return how many there are} */
    public static long intake(MarketSource source, LocalDate date) {
        Session session = source.session(date);
        List<Instrument> tradable = List.copyOf(source.tradable(date).values());
        Problems problems = new Problems();
        Counted counted = new Counted();
        TickIntake intake =
                new TickIntake(session, tradable, counted, null, new Findings(), problems, (rows, bytes, total) -> {});
        source.readTicks(date, intake);
        intake.finish();
        problems.throwIfAny(source.name());
        return counted.ticks;
    }

    private static final class Counted implements TickIntake.Minutes {
        private long ticks;

        @Override
        public void minute(
                int minute,
                int count,
                int[] symbols,
                long[] times,
                long[] prices,
                long[] quantities,
                long[] openInterests,
                long @Nullable [] bids,
                long @Nullable [] asks) {
            ticks += count;
        }
    }
}
