package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Side;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.InvalidSettingsException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeeCatalogTest {

    private static final Path SHIPPED = Path.of("src/main/resources/fees");

    @TempDir
    private Path folder;

    @Test
    void everyShippedTableIsListedAndReads() throws IOException {
        try (Stream<Path> files = Files.list(SHIPPED)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".csv", "")))
                    .containsExactlyInAnyOrderElementsOf(FeeCatalog.SHIPPED);
        }
        for (String name : FeeCatalog.SHIPPED) {
            assertThat(catalog().named(name).name()).isEqualTo(name);
        }
    }

    /**
     * By hand, 2 lots of 25 at 200.00, a turnover of 10,000. Buy: brokerage 20, exchange 3.503, protection 0.05, SEBI 0.01,
     * stamp 0.3, GST 18 % of 23.513 = 4.23234 and of 0.05 = 0.009. Sell: no stamp, but STT at 0.1 % = 10, 0.15 % = 15.
     * Future at 24,000.00, 25 units, 600,000: brokerage 20 (0.03 % were 180), exchange 10.38, protection 0.6, SEBI 0.6, stamp
     * 12, GST 18 % of 30.98 = 5.5764 and 0.108; sell: STT at 0.02 % = 120 instead of the stamp.
     */
    @ParameterizedTest
    @CsvSource({
        "NFO, OPTION, BUY, 50, 200.00, 2024-10-29, 28.10434",
        "NFO, OPTION, SELL, 50, 200.00, 2024-10-29, 37.80434",
        "NFO, OPTION, SELL, 50, 200.00, 2026-03-31, 37.80434",
        "NFO, OPTION, SELL, 50, 200.00, 2026-04-01, 42.80434",
        "NFO, FUTURE, BUY, 25, 24000.00, 2024-10-01, 49.2644",
        "NFO, FUTURE, SELL, 25, 24000.00, 2024-10-01, 157.2644",
        "NFO, FUTURE, SELL, 25, 24000.00, 2026-04-01, 337.2644"
    })
    void anIndianDerivativeCostsWhatAHandSheetSays(
            String exchange,
            InstrumentKind kind,
            Side side,
            long quantity,
            BigDecimal price,
            LocalDate date,
            BigDecimal cost) {
        for (String name : List.of("india_intraday", "india_delivery")) {
            assertThat(fees(name, exchange, kind, side, quantity, price, date))
                    .as(name)
                    .isEqualTo(money(cost));
        }
    }

    /** By hand: 50 units whose strike is 200.00 away, 10,000: 0.125 % are 12.50, 0.15 % are 15.00; who sold them pays nothing. */
    @ParameterizedTest
    @CsvSource({
        "OPTION, SELL, 2024-10-29, 12.50",
        "OPTION, SELL, 2026-03-31, 12.50",
        "OPTION, SELL, 2026-04-01, 15.00",
        "OPTION, BUY, 2024-10-29, 0",
        "FUTURE, SELL, 2024-10-29, 0"
    })
    void anIndianOptionThatIsExercisedIsTaxed(InstrumentKind kind, Side side, LocalDate date, BigDecimal cost) {
        for (String name : List.of("india_intraday", "india_delivery")) {
            assertThat(catalog().named(name).settlementFees(date, "NFO", kind, side, BigDecimal.ONE, 50, 20_000, 2))
                    .as(name)
                    .isEqualTo(money(cost));
        }
    }

    /**
     * By hand, 10 shares at 1,000.00. Within a day: brokerage 3, exchange 0.297, protection 0.01, SEBI 0.01, GST 18 % of 3.307 =
     * 0.59526 and 0.0018, stamp 0.3 or STT 2.5. Delivered: no brokerage, GST 0.05526 and 0.0018, STT 10, stamp 1.5. 100 shares
     * within a day: brokerage 20, not 30.
     */
    @ParameterizedTest
    @CsvSource({
        "india_intraday, NSE, BUY, 10, 1000.00, 4.21406",
        "india_intraday, NSE, SELL, 10, 1000.00, 6.41406",
        "india_intraday, NSE, BUY, 100, 1000.00, 30.3406",
        "india_delivery, NSE, BUY, 10, 1000.00, 11.87406",
        "india_delivery, NSE, SELL, 10, 1000.00, 10.37406",
        "us_per_share, XNAS, BUY, 100, 25.00, 1.00",
        "us_per_share, XNYS, SELL, 1000, 25.00, 5.00",
        "us_per_share, XNYS, SELL, 1000, 0.25, 2.50",
        "us_per_share, ARCX, SELL, 10, 2.00, 0.20"
    })
    void aShareCostsWhatAHandSheetSays(
            String name, String exchange, Side side, long quantity, BigDecimal price, BigDecimal cost) {
        assertThat(fees(name, exchange, InstrumentKind.STOCK, side, quantity, price, LocalDate.of(2024, 10, 29)))
                .isEqualTo(money(cost));
    }

    @Test
    void whatNobodyTellsIsRefused() {
        BigDecimal price = new BigDecimal("200.00");
        LocalDate day = LocalDate.of(2024, 10, 29);
        assertThatThrownBy(() -> fees(
                        "india_intraday",
                        "NFO",
                        InstrumentKind.OPTION,
                        Side.SELL,
                        50,
                        price,
                        LocalDate.of(2024, 9, 30)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "fee schedule india_intraday has no brokerage for a fill of kind OPTION at NFO on 2024-09-30;"
                                + " it has some from 2024-10-01 on");
        assertThatThrownBy(() -> fees("india_intraday", "BFO", InstrumentKind.OPTION, Side.SELL, 50, price, day))
                .hasMessageContaining("has no brokerage for a fill of kind OPTION at BFO");
        assertThatThrownBy(() -> fees("us_per_share", "NSE", InstrumentKind.STOCK, Side.BUY, 1, price, day))
                .hasMessageContaining("has no commission for a fill of kind STOCK at NSE");
    }

    @Test
    void ownTablesAddToTheShippedOnesAndReplaceThem() throws IOException {
        own("flat", "component,basis,rate\nbrokerage,order,15\n");
        own("us_per_share", "component,basis,rate\nbrokerage,order,16\n");

        LocalDate day = LocalDate.of(2001, 1, 2);
        BigDecimal price = new BigDecimal("1.00");
        assertThat(fees("flat", "XNAS", InstrumentKind.STOCK, Side.BUY, 1, price, day))
                .isEqualTo(15_000_000);
        assertThat(fees("us_per_share", "NSE", InstrumentKind.STOCK, Side.BUY, 1, price, day))
                .isEqualTo(16_000_000);
    }

    @Test
    void aScheduleStaysWhatItWasWhenItWasFirstAskedFor() throws IOException {
        own("flat", "component,basis,rate\nbrokerage,order,15\n");
        FeeCatalog catalog = catalog();
        FeeSchedule first = catalog.named("flat");
        own("flat", "component,basis,rate\nbrokerage,order,16\n");

        assertThat(catalog.named("flat")).isSameAs(first);
        assertThat(catalog().named("flat")).isNotEqualTo(first);
    }

    @Test
    void anUnknownNameSaysWhichThereAre() throws IOException {
        own("flat", "");
        Files.writeString(folder.resolve("fees/notes.txt"), "");
        Files.writeString(folder.resolve("fees/Bad Name.csv"), "");

        assertThatThrownBy(() -> catalog().named("zerodha"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be one of flat, india_delivery, india_intraday, none, us_per_share, or the name of a"
                        + " table of your own in " + folder.resolve("fees") + " without its .csv");
        assertThatThrownBy(() -> catalog().named("../fees/flat"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be one of flat,");
    }

    @Test
    void aTableThatCannotBeReadNamesItsFileAndLines() throws IOException {
        own("flat", "component,basis,rate\nbrokerage,order,many\nbrokerage,each,1\n");
        own("none", "component,basis,rate\nbrokerage,order,1\n");
        Files.write(folder.resolve("fees/binary.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        Path fees = folder.resolve("fees");
        assertThatThrownBy(() -> catalog().named("flat"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(fees.resolve("flat.csv") + " line 2: rate: must be a number")
                .hasMessageContaining(fees.resolve("flat.csv") + " line 3: basis: must be one of");
        assertThatThrownBy(() -> catalog().named("none"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(fees.resolve("none.csv") + ": none always means no fees; give this table another name");
        assertThatThrownBy(() -> catalog().named("binary"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(fees.resolve("binary.csv") + ": must be UTF-8 text");
    }

    private FeeCatalog catalog() {
        return new FeeCatalog(new Home(folder));
    }

    private void own(String name, String table) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("fees")).resolve(name + ".csv"), table);
    }

    private long fees(
            String name,
            String exchange,
            InstrumentKind kind,
            Side side,
            long quantity,
            BigDecimal price,
            LocalDate date) {
        return catalog()
                .named(name)
                .fees(date, exchange, kind, side, BigDecimal.ONE, quantity, Decimals.exactUnits(price, 2), 2);
    }

    private static long money(BigDecimal amount) {
        return Decimals.exactUnits(amount, Decimals.MONEY_SCALE);
    }
}
