package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenNineTest {

    private static final LocalDate DAY = LocalDate.of(2024, 10, 29);

    @Test
    void theRecordedDayLoads(@TempDir Path temp) throws IOException {
        DataFolder folder = DataFolder.open(GoldenNine.folder(temp));

        DataDay day = TestFolder.imported(folder.root(), DAY);

        assertThat(folder.days()).containsExactly(DAY);
        assertThat(day.ticks("NIFTY").count()).isEqualTo(22_513);
        assertThat(day.ticks("NIFTY").price(0)).isEqualTo(2_432_885);
        assertThat(day.ticks("NIFTY:2024-11-07:OPT:24250:PE").price(0)).isEqualTo(18_160);
        assertThat(day.optionExpiries("NIFTY")).containsExactly(LocalDate.of(2024, 10, 31), LocalDate.of(2024, 11, 7));
        WarmUp warmUp = day.warmUp("NIFTY", new Timeframe(1));
        assertThat(warmUp.source()).isEqualTo(WarmUp.Source.STORED);
        assertThat(warmUp.bars().count()).isEqualTo(500);
        assertThat(warmUp.bars().close(499)).isEqualTo(2_436_770);
    }
}
