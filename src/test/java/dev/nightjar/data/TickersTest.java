package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.OptionType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TickersTest {

    private static Instrument known(InstrumentKind kind, String text) {
        return Objects.requireNonNull(Tickers.instrument(kind, text, 3), text);
    }

    @ParameterizedTest
    @CsvSource({
        "NIFTY07NOV2424250PE.NFO, NIFTY:2024-11-07:OPT:24250:PE, NFO",
        "NIFTY28OCT2525900CE, NIFTY:2025-10-28:OPT:25900:CE, NFO",
        "SENSEX25OCT2480000CE.BFO, SENSEX:2024-10-25:OPT:80000:CE, BFO",
        "SENSEX25OCT2480000CE, SENSEX:2024-10-25:OPT:80000:CE, BFO",
        "M&M28NOV242950.5PE.NFO, M&M:2024-11-28:OPT:2950.5:PE, NFO",
        "IDEA28NOV248.50CE.NFO, IDEA:2024-11-28:OPT:8.5:CE, NFO",
        "DECMAR28NOV24100CE.NFO, DECMAR:2024-11-28:OPT:100:CE, NFO",
        "NIFTY:2024-11-07:OPT:24250:PE, NIFTY:2024-11-07:OPT:24250:PE, NFO",
    })
    void optionTickersAreContracts(String text, String symbol, String exchange) {
        Instrument option = known(InstrumentKind.OPTION, text);
        assertThat(option.symbol()).isEqualTo(symbol);
        assertThat(option.exchange()).isEqualTo(exchange);
        assertThat(option.kind()).isEqualTo(InstrumentKind.OPTION);
        assertThat(option.priceScale()).isEqualTo(3);
    }

    @Test
    void anOptionHasItsParts() {
        Instrument option = known(InstrumentKind.OPTION, "BANKNIFTY13NOV2451300CE.NFO");
        assertThat(option.underlying()).isEqualTo("BANKNIFTY");
        assertThat(option.expiry()).isEqualTo(LocalDate.of(2024, 11, 13));
        assertThat(option.strike()).isEqualTo(new BigDecimal("51300"));
        assertThat(option.optionType()).isEqualTo(OptionType.CE);
    }

    @Test
    void futuresAndListedSymbols() {
        assertThat(known(InstrumentKind.FUTURE, "NIFTY28NOV24FUT.NFO").symbol()).isEqualTo("NIFTY:2024-11-28:FUT");
        assertThat(known(InstrumentKind.FUTURE, "NIFTY:2024-11-28:FUT").expiry())
                .isEqualTo(LocalDate.of(2024, 11, 28));
        assertThat(known(InstrumentKind.INDEX, "NIFTY").exchange()).isEqualTo("NSE");
        assertThat(known(InstrumentKind.INDEX, "SENSEX").exchange()).isEqualTo("BSE");
        assertThat(known(InstrumentKind.STOCK, "BAJAJ-AUTO.NSE").symbol()).isEqualTo("BAJAJ-AUTO");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NIFTY-I",
                "NIFTY31NOV2424250PE.NFO",
                "NIFTY07NOX2424250PE.NFO",
                "NIFTY07NOV24PE.NFO",
                "NIFTY07NOV240PE.NFO",
                "NIFTY28NOV24FUT.NFO",
                "NIFTY07NOV2424250PE.XYZ",
                "",
            })
    void whatIsNoOptionIsNotGuessed(String text) {
        assertThat(Tickers.instrument(InstrumentKind.OPTION, text, 2)).isNull();
    }
}
