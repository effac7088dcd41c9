package dev.nightjar.batch;

import dev.nightjar.data.BarDays;
import dev.nightjar.data.DayStore;
import dev.nightjar.data.WarmedDay;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Timeframe;
import dev.nightjar.run.Replay;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The days of a data set as a run replays them, from the store alone. Several threads may ask. */
final class StoredDays {

    private final Home home;
    private final String data;
    private final Replay replay;
    private @Nullable BarDays barDays;

    /** @param data as the settings name it */
    StoredDays(Home home, String data, Replay replay) {
        this.home = home;
        this.data = data;
        this.replay = replay;
    }

    /** @throws dev.nightjar.data.DataException if the store does not have it */
    MarketDay open(LocalDate date) {
        Timeframe width = replay.width();
        MarketDay day = width == null
                ? DayStore.open(home.dayStore(data)).open(date)
                : barDays(width).open(date);
        return WarmedDay.of(day, replay.warmUp());
    }

    private synchronized BarDays barDays(Timeframe width) {
        if (barDays == null) {
            barDays = DataSet.open(home, data).barDays(width);
        }
        return barDays;
    }

    /** Looks again what there is. */
    synchronized void refresh() {
        barDays = null;
    }
}
