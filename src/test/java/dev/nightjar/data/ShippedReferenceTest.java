package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.data.TradingHours.Expected;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Session;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program ships, held against figures from elsewhere. */
class ShippedReferenceTest {

    private static final Reference SHIPPED = Reference.shipped();
    private static final TradingHours HOURS = SHIPPED.hours();

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exchanges.csv",
                "holidays.csv",
                "special_sessions.csv",
                "lot_sizes.csv",
                "tick_sizes.csv",
                "strike_intervals.csv"
            })
    void everyRowSaysWhereItComesFrom(String name) {
        Problems problems = new Problems();
        int[] rows = new int[1];
        CsvFile file = CsvFile.shipped("reference/" + name);
        List<String> columns = columns(name);
        file.read(columns, java.util.Map.of(), problems, (reader, places) -> {
            CsvRow row = new CsvRow(file, reader, columns, places, problems);
            rows[0]++;
            assertThat(row.text("source")).as(file.at(reader)).contains("http");
            assertThat(row.text("verified")).as(file.at(reader)).isIn("yes", "no");
        });
        assertThat(problems.messages()).isEmpty();
        assertThat(rows[0]).isPositive();
    }

    private static List<String> columns(String name) {
        String own = switch (name) {
            case "exchanges.csv" -> "exchange,zone,open,close,market,from,days";
            case "holidays.csv" -> "market,date,name";
            case "special_sessions.csv" -> "market,date,open,close,name";
            case "lot_sizes.csv" -> "exchange,symbol,lot_size,from,first_expiry,last_expiry";
            case "tick_sizes.csv" -> "exchange,kind,symbol,tick_size,from";
            case "strike_intervals.csv" -> "exchange,symbol,strike_interval,from";
            default -> throw new IllegalArgumentException(name);
        };
        return List.of((own + ",source,verified").split(",", -1));
    }

    /** The years of the New York Stock Exchange as its calendars count them: 253 in 2020, 252 in 2021 and so on. */
    @ParameterizedTest
    @CsvSource({
        "XNYS, 2001, 248",
        "XNYS, 2012, 250",
        "XNYS, 2018, 251",
        "XNYS, 2020, 253",
        "XNYS, 2021, 252",
        "XNYS, 2022, 251",
        "XNAS, 2023, 250",
        "OPRA, 2024, 252",
        "ARCX, 2025, 250",
        "NSE, 2021, 248",
        "NFO, 2022, 248",
        "NFO, 2024, 249"
    })
    void tradingDaysOfAYear(String exchange, int year, long days) {
        assertThat(LocalDate.of(year, 1, 1)
                        .datesUntil(LocalDate.of(year + 1, 1, 1))
                        .filter(date -> HOURS.expected(exchange, date) == Expected.TRADING))
                .hasSize((int) days);
    }

    @ParameterizedTest
    @CsvSource({
        "NSE, 2024-01-22, CLOSED",
        "NSE, 2024-05-20, CLOSED",
        "NSE, 2024-11-20, CLOSED",
        "NSE, 2024-05-23, TRADING",
        "NSE, 2024-09-16, TRADING",
        "NSE, 2025-02-26, CLOSED",
        "NSE, 2025-11-24, TRADING",
        "NSE, 2026-01-15, CLOSED",
        "NSE, 2026-02-01, TRADING",
        "NSE, 2024-10-27, CLOSED",
        "BFO, 2024-10-29, TRADING",
        "XNYS, 2012-10-29, CLOSED",
        "XNYS, 2025-01-09, CLOSED",
        "XNYS, 2021-12-31, TRADING",
        "NSE, 2027-03-02, UNKNOWN",
        "NSE, 2015-12-31, UNKNOWN",
        "NSE, 2027-03-06, CLOSED",
        "XNYS, 2027-03-02, UNKNOWN",
        "XNYS, 1997-12-31, UNKNOWN"
    })
    void knownDays(String exchange, LocalDate date, Expected expected) {
        assertThat(HOURS.expected(exchange, date)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "NSE, 2024-10-29, 09:15, 15:30",
        "NFO, 2024-11-01, 18:00, 19:00",
        "BSE, 2025-10-21, 13:45, 14:45",
        "NSE, 2021-02-24, 09:15, 17:00",
        "NFO, 2024-03-02, 09:15, 12:30",
        "NSE, 2025-02-01, 09:15, 15:30",
        "NSE, 2016-01-01, 09:15, 15:30",
        "XNYS, 2024-11-28, 09:30, 16:00",
        "XNYS, 2024-11-29, 09:30, 13:00",
        "OPRA, 2015-12-24, 09:30, 13:00",
        "XNAS, 2024-03-11, 09:30, 16:00"
    })
    void sessions(String exchange, LocalDate date, LocalTime open, LocalTime close) {
        assertThat(HOURS.session(exchange, date)).isEqualTo(Session.of(date, HOURS.zone(exchange), open, close));
    }

    @Test
    void hoursBeforeTheFirstRowAreNotKnown() {
        assertThat(HOURS.session("NSE", day("2015-12-31"))).isNull();
        assertThat(HOURS.whyNoSession("NSE", day("2015-12-31")))
                .isEqualTo("exchanges.csv: has no hours of NSE for 2015-12-31, of which there is data; a"
                        + " calendar.csv with a row for each day would settle it");
        assertThat(HOURS.session("OPRA", day("2009-12-31"))).isNull();
    }

    @Test
    void exchangesWithOneCalendarAndClockAreOneMarket() {
        assertThat(List.of("NSE", "NFO", "BSE", "BFO"))
                .allMatch(code -> HOURS.market(code).equals("INDIA"));
        assertThat(List.of("XNYS", "XNAS", "ARCX", "XASE", "OPRA"))
                .allMatch(code -> HOURS.market(code).equals("US"));
        assertThat(HOURS.knows("MCX")).isFalse();
        assertThat(HOURS.knows("CDS")).isFalse();
    }

    private static Instrument instrument(
            InstrumentKind kind, String exchange, String symbol, @Nullable String expiry, int scale) {
        return expiry == null
                ? new Instrument(symbol, kind, exchange, null, null, null, null, 0, 0, scale)
                : new Instrument(symbol + ":" + expiry, kind, exchange, symbol, day(expiry), null, null, 0, 0, scale);
    }

    /** As the circulars say for the contracts they name; the last day of the old and the first of the new size. */
    @ParameterizedTest
    @CsvSource({
        "NIFTY, 2020-03-30, 2020-04-30, 0",
        "NIFTY, 2021-04-29, 2021-07-29, 75",
        "NIFTY, 2021-04-30, 2021-07-29, 50",
        "NIFTY, 2021-07-01, 2021-07-22, 75",
        "NIFTY, 2021-07-01, 2021-08-05, 50",
        "NIFTY, 2021-06-24, 2021-12-30, 75",
        "NIFTY, 2021-06-25, 2021-12-30, 50",
        "NIFTY, 2024-04-25, 2024-05-30, 50",
        "NIFTY, 2024-04-26, 2024-05-02, 25",
        "NIFTY, 2024-10-29, 2024-11-07, 25",
        "NIFTY, 2024-12-19, 2024-12-19, 25",
        "NIFTY, 2024-12-19, 2025-01-02, 75",
        "NIFTY, 2025-01-30, 2025-01-30, 25",
        "NIFTY, 2025-01-30, 2025-02-27, 75",
        "NIFTY, 2024-12-26, 2025-03-27, 25",
        "NIFTY, 2024-12-27, 2025-03-27, 75",
        "NIFTY, 2025-12-30, 2025-12-30, 75",
        "NIFTY, 2025-12-30, 2026-01-06, 65",
        "NIFTY, 2025-12-30, 2026-06-30, 75",
        "NIFTY, 2025-12-31, 2026-06-30, 65",
        "BANKNIFTY, 2020-07-15, 2020-07-23, 20",
        "BANKNIFTY, 2020-07-15, 2020-07-30, 25",
        "BANKNIFTY, 2023-07-19, 2023-07-20, 25",
        "BANKNIFTY, 2023-07-19, 2023-07-27, 15",
        "BANKNIFTY, 2025-01-29, 2025-01-29, 15",
        "BANKNIFTY, 2025-01-29, 2025-02-26, 30",
        "BANKNIFTY, 2025-06-26, 2025-06-26, 30",
        "BANKNIFTY, 2025-06-26, 2025-07-31, 35",
        "BANKNIFTY, 2026-01-02, 2026-01-27, 30",
        "FINNIFTY, 2024-07-23, 2024-07-23, 40",
        "FINNIFTY, 2024-07-23, 2024-07-30, 25",
        "FINNIFTY, 2025-02-03, 2025-02-25, 65",
        "MIDCPNIFTY, 2022-01-24, 2022-02-22, 75",
        "MIDCPNIFTY, 2025-06-02, 2025-07-31, 140",
        "NIFTYNXT50, 2024-04-24, 2024-05-31, 10",
        "RELIANCE, 2024-10-29, 2024-11-28, 0"
    })
    void lotSizes(String symbol, String date, String expiry, long lot) {
        assertThat(SHIPPED.asOf(instrument(InstrumentKind.OPTION, "NFO", symbol, expiry, 2), day(date))
                        .lotSize())
                .isEqualTo(lot);
    }

    @Test
    void lotSizesAreThoseOfTheExchangeAndOfContracts() {
        assertThat(SHIPPED.asOf(instrument(InstrumentKind.OPTION, "BFO", "SENSEX", "2024-11-01", 2), day("2024-10-29"))
                        .lotSize())
                .isEqualTo(10);
        assertThat(SHIPPED.asOf(instrument(InstrumentKind.OPTION, "BFO", "NIFTY", "2024-11-01", 2), day("2024-10-29"))
                        .lotSize())
                .isZero();
        assertThat(SHIPPED.asOf(instrument(InstrumentKind.INDEX, "NSE", "NIFTY", null, 2), day("2024-10-29"))
                        .lotSize())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "OPTION, NFO, NIFTY, 2026-01-02, 5",
        "FUTURE, NFO, NIFTY, 2025-04-11, 5",
        "FUTURE, NFO, NIFTY, 2025-04-15, 0",
        "FUTURE, NFO, TCS, 2024-07-05, 5",
        "FUTURE, NFO, TCS, 2024-07-08, 0",
        "STOCK, NSE, TCS, 2024-06-07, 5",
        "STOCK, NSE, TCS, 2024-06-10, 0",
        "INDEX, NSE, NIFTY, 2024-06-07, 0",
        "STOCK, XNYS, IBM, 2024-06-07, 0"
    })
    void tickSizesWhereTheDayAloneTellsThem(
            InstrumentKind kind, String exchange, String symbol, String date, long tickSize) {
        String expiry = kind == InstrumentKind.OPTION || kind == InstrumentKind.FUTURE ? "2026-12-31" : null;
        assertThat(SHIPPED.asOf(instrument(kind, exchange, symbol, expiry, 2), day(date))
                        .tickSize())
                .isEqualTo(tickSize);
    }

    @Test
    void aTickSizeFinerThanThePricesIsNotTold() {
        assertThat(SHIPPED.asOf(instrument(InstrumentKind.OPTION, "NFO", "NIFTY", "2026-12-31", 1), day("2026-01-02"))
                        .tickSize())
                .isZero();
        assertThat(SHIPPED.asOf(instrument(InstrumentKind.OPTION, "NFO", "NIFTY", "2026-12-31", 4), day("2026-01-02"))
                        .tickSize())
                .isEqualTo(500);
    }

    @Test
    void whatTheRowTellsStandsBeforeTheTables() {
        Instrument own = new Instrument(
                "NIFTY:2024-11-28:FUT",
                InstrumentKind.FUTURE,
                "NFO",
                "NIFTY",
                day("2024-11-28"),
                null,
                null,
                40,
                10,
                2);

        assertThat(SHIPPED.asOf(own, day("2024-10-29"))).isSameAs(own);
    }

    @Test
    void underlyingsAreThoseOfTheOptionsWithWhatIsKnownThatDay() {
        List<Instrument> instruments = List.of(
                instrument(InstrumentKind.OPTION, "NFO", "NIFTY", "2024-11-07", 2),
                instrument(InstrumentKind.OPTION, "NFO", "FINNIFTY", "2024-11-05", 2),
                instrument(InstrumentKind.OPTION, "BFO", "SENSEX", "2024-11-01", 2),
                instrument(InstrumentKind.OPTION, "NFO", "TCS", "2024-11-28", 2),
                instrument(InstrumentKind.FUTURE, "NFO", "BANKNIFTY", "2024-11-28", 2));

        assertThat(SHIPPED.underlyings(day("2024-10-29"), instruments).values())
                .extracting(known -> known.symbol() + " " + known.derivativesExchange() + " " + known.strikeInterval())
                .containsExactly("FINNIFTY NFO 50", "NIFTY NFO 50", "SENSEX BFO 100");
        assertThat(SHIPPED.underlyings(day("2023-12-31"), instruments)).containsOnlyKeys("NIFTY");
        assertThat(SHIPPED.underlyings(day("2013-08-30"), instruments)).containsOnlyKeys("NIFTY");
        assertThat(SHIPPED.underlyings(day("2013-08-29"), instruments)).isEmpty();
    }
}
