package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.data.TradingHours.Expected;
import dev.nightjar.market.CorporateAction.Dividend;
import dev.nightjar.market.CorporateAction.Split;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Session;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a data folder says itself of exchanges, lots, ticks, strikes and corporate actions. */
class FolderReferenceTest {

    private static final String LOTS = "exchange,symbol,lot_size,from,first_expiry,last_expiry";
    private static final String KNOWN = "known are ARCX, BFO, BSE, NFO, NSE, OPRA, XASE, XNAS, XNYS; a folder may"
            + " bring others in exchanges.csv";

    @TempDir
    private Path temp;

    private TestFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new TestFolder(temp);
    }

    private Reference reference() {
        Problems problems = new Problems();
        Reference reference = Reference.of(temp, problems);
        assertThat(problems.messages()).isEmpty();
        return reference;
    }

    private List<String> refused() {
        Problems problems = new Problems();
        Reference.of(temp, problems);
        return problems.messages();
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    private static Instrument option(String exchange, String symbol, String expiry) {
        return new Instrument(
                symbol + ":" + expiry, InstrumentKind.OPTION, exchange, symbol, day(expiry), null, null, 0, 0, 2);
    }

    // exchanges

    @Test
    void aFolderMayBringExchanges() {
        folder.file(
                "exchanges.csv",
                "exchange,zone,open,close,days,from",
                "FXCM,-05:00,00:00,23:59:59,Sun-Fri,",
                "BINANCE,UTC,00:00,23:59:59,Mon-Sun,",
                "XETR,Europe/Berlin,09:00,17:00,,2000-01-03",
                "XETR,Europe/Berlin,09:00,17:30,,2003-11-03");
        TradingHours hours = reference().hours();

        Session fx = hours.session("FXCM", day("2014-05-04"));
        assertThat(fx)
                .isEqualTo(Session.of(
                        day("2014-05-04"), ZoneId.of("-05:00"), LocalTime.MIDNIGHT, LocalTime.of(23, 59, 59)));
        assertThat(hours.expected("FXCM", day("2014-05-03"))).isEqualTo(Expected.CLOSED);
        assertThat(hours.expected("FXCM", day("2014-05-04"))).isEqualTo(Expected.UNKNOWN);
        assertThat(hours.expected("BINANCE", day("2014-05-03"))).isEqualTo(Expected.UNKNOWN);
        assertThat(hours.session("XETR", day("2000-01-02"))).isNull();
        assertThat(hours.session("XETR", day("2003-11-02"))).isEqualTo(xetra("2003-11-02", "17:00"));
        assertThat(hours.session("XETR", day("2003-11-03"))).isEqualTo(xetra("2003-11-03", "17:30"));
        assertThat(hours.expected("XETR", day("2003-11-08"))).as("Saturday").isEqualTo(Expected.CLOSED);
        assertThat(hours.market("XETR")).isEqualTo("XETR");
        assertThat(hours.session("NSE", day("2024-10-29"))).isNotNull();
    }

    private static Session xetra(String date, String close) {
        return Session.of(day(date), ZoneId.of("Europe/Berlin"), LocalTime.of(9, 0), LocalTime.parse(close));
    }

    @Test
    void hoursOfAKnownExchangeHoldFromTheFoldersFirstRowOn() {
        folder.file("exchanges.csv", "exchange,zone,open,close,from", "NSE,Asia/Kolkata,09:15,16:00,2024-10-29");
        TradingHours hours = reference().hours();

        assertThat(hours.session("NSE", day("2024-10-28")))
                .isEqualTo(TradingHours.shipped().session("NSE", day("2024-10-28")));
        assertThat(hours.session("NSE", day("2024-10-29")))
                .isEqualTo(Session.of(
                        day("2024-10-29"), ZoneId.of("Asia/Kolkata"), LocalTime.of(9, 15), LocalTime.of(16, 0)));
        assertThat(hours.expected("NSE", day("2024-11-15")))
                .as("its holidays stay")
                .isEqualTo(Expected.CLOSED);
        assertThat(hours.session("NSE", day("2024-11-01")))
                .as("its special sessions stay")
                .isEqualTo(TradingHours.shipped().session("NSE", day("2024-11-01")));
    }

    @Test
    void wrongExchangesAreAllTold() {
        folder.file(
                "exchanges.csv",
                "exchange,zone,open,close,market,days,from,verified",
                "../X,UTC,00:00,12:00,,,,",
                "A,Mars,00:00,12:00,,,,",
                "B,UTC,12:00,12:00,,,,",
                "C,UTC,noon,12:00,,,,",
                "D,UTC,00:00,12:00,,Mo-Fr,,",
                "E,UTC,00:00,12:00,,,soon,",
                "NSE,UTC,00:00,12:00,,,,",
                "NSE,Asia/Kolkata,09:15,15:30,F,,,",
                "G,UTC,00:00,12:00,,,,",
                "G,UTC,00:00,13:00,,,,",
                "H,UTC,00:00,12:00,,,,",
                "H,UTC,00:00,13:00,,Mon-Sun,2020-01-01,maybe");

        assertThat(refused())
                .containsExactly(
                        "exchanges.csv line 2: exchange \"../X\" should be 1 to 64 letters, digits, blanks or _&.:-"
                                + " beginning with a letter or digit",
                        "exchanges.csv line 3: zone \"Mars\" should be a time zone such as Asia/Kolkata, UTC or -05:00",
                        "exchanges.csv line 8: zone \"UTC\" should be Asia/Kolkata, as NSE has it already",
                        "exchanges.csv line 4: close \"12:00\" should be after the open, on the same day",
                        "exchanges.csv line 5: open \"noon\" should be a time HH:mm[:ss]",
                        "exchanges.csv line 6: days \"Mo-Fr\" should be a first and a last day of the week such as"
                                + " Mon-Fri, Sun-Fri or Mon-Sun",
                        "exchanges.csv line 7: from \"soon\" should be a date yyyy-MM-dd",
                        "exchanges.csv line 9: market \"F\" should be INDIA, as NSE has it already",
                        "exchanges.csv line 11: G is there twice",
                        "exchanges.csv line 13: verified \"maybe\" should be yes or no");
    }

    @Test
    void theDaysOfAnExchangeAreSaidOnce() {
        folder.file(
                "exchanges.csv",
                "exchange,zone,open,close,days,from",
                "H,UTC,00:00,12:00,Mon-Fri,",
                "H,UTC,00:00,13:00,Mon-Sun,2020-01-01");

        assertThat(refused())
                .containsExactly("exchanges.csv line 3: days \"Mon-Sun\" should be the same in all rows of H");
    }

    @Test
    void aCalendarMayUseTheFoldersExchanges() {
        folder.file("exchanges.csv", "exchange,zone,open,close", "FX,UTC,00:00,23:59:59")
                .file("calendar.csv", "exchange,date,open,close", "FX,2024-10-29,01:00,02:00");
        TradingHours hours = reference().hours();

        assertThat(hours.session("FX", day("2024-10-29")))
                .isEqualTo(Session.of(day("2024-10-29"), ZoneId.of("UTC"), LocalTime.of(1, 0), LocalTime.of(2, 0)));
        assertThat(hours.session("FX", day("2024-10-30"))).isNull();
        assertThat(hours.expected("FX", day("2024-10-29"))).isEqualTo(Expected.TRADING);
        assertThat(hours.expected("FX", day("2024-10-30"))).isEqualTo(Expected.CLOSED);
    }

    // histories

    @Test
    void lotsOfTheFolderSpeakAloneFromTheirFirstDayOn() {
        folder.file(
                "lot_sizes.csv",
                LOTS,
                "NFO,NIFTY,40,2024-10-29,,",
                "NFO,NIFTY,60,2024-12-02,2025-01-01,2025-01-31",
                "NFO,TCS,175,,,");
        Reference reference = reference();

        assertThat(reference
                        .asOf(option("NFO", "NIFTY", "2024-11-07"), day("2024-10-28"))
                        .lotSize())
                .isEqualTo(25);
        assertThat(reference
                        .asOf(option("NFO", "NIFTY", "2024-11-07"), day("2024-10-29"))
                        .lotSize())
                .isEqualTo(40);
        assertThat(reference
                        .asOf(option("NFO", "NIFTY", "2025-01-02"), day("2024-12-01"))
                        .lotSize())
                .as("not the shipped row of 2024-11-20")
                .isEqualTo(40);
        assertThat(reference
                        .asOf(option("NFO", "NIFTY", "2025-01-31"), day("2024-12-02"))
                        .lotSize())
                .isEqualTo(60);
        assertThat(reference
                        .asOf(option("NFO", "NIFTY", "2025-02-01"), day("2024-12-02"))
                        .lotSize())
                .isEqualTo(40);
        assertThat(reference
                        .asOf(option("NFO", "TCS", "1999-01-28"), day("1999-01-04"))
                        .lotSize())
                .isEqualTo(175);
        assertThat(reference
                        .asOf(option("NFO", "BANKNIFTY", "2024-11-06"), day("2024-10-29"))
                        .lotSize())
                .isEqualTo(15);
    }

    @Test
    void laterRowsChangeNoEarlierDay() {
        Random random = new Random(11);
        List<String> rows = new ArrayList<>(List.of(LOTS));
        LocalDate last = day("2019-12-31");
        for (int row = 0; row < 12; row++) {
            Reference before = row == 0 ? Reference.shipped() : reference();
            last = last.plusDays(1 + random.nextInt(300));
            rows.add("NFO,NIFTY," + (1 + random.nextInt(90)) + "," + last + ",,");
            folder.file("lot_sizes.csv", rows.toArray(String[]::new));
            Reference after = reference();
            for (int sample = 0; sample < 200; sample++) {
                LocalDate date = last.minusDays(1 + random.nextInt(2_000));
                Instrument contract =
                        option("NFO", "NIFTY", date.plusDays(random.nextInt(90)).toString());
                assertThat(after.asOf(contract, date)).isEqualTo(before.asOf(contract, date));
            }
        }
    }

    @Test
    void ticksAndStrikesOfTheFolder() {
        folder.file("tick_sizes.csv", "exchange,kind,symbol,tick_size,from", "XNYS,STOCK,,0.01,", "XNYS,STOCK,BRK,1,")
                .file("strike_intervals.csv", "exchange,symbol,strike_interval", "OPRA,GOOG,2.50", "NFO,NIFTY,100");
        Reference reference = reference();

        assertThat(reference.asOf(stock("IBM"), day("2024-10-29")).tickSize()).isEqualTo(1);
        assertThat(reference.asOf(stock("BRK"), day("2024-10-29")).tickSize()).isEqualTo(100);
        assertThat(reference
                        .underlyings(
                                day("2015-12-24"),
                                List.of(option("OPRA", "GOOG", "2016-01-15"), option("NFO", "NIFTY", "2016-01-28")))
                        .values())
                .extracting(known -> known.symbol() + " " + known.derivativesExchange() + " " + known.strikeInterval())
                .containsExactly("GOOG OPRA 2.5", "NIFTY NFO 100");
    }

    private static Instrument stock(String symbol) {
        return new Instrument(symbol, InstrumentKind.STOCK, "XNYS", null, null, null, null, 0, 0, 2);
    }

    @Test
    void wrongHistoriesAreAllTold() {
        folder.file(
                        "lot_sizes.csv",
                        LOTS,
                        "MCX,GOLD,1,,,",
                        "NFO,NIFTY,1.5,,,",
                        "NFO,NIFTY,0,,,",
                        "NFO,NIFTY,25,2024-01-01,2024-02-01,2024-01-31",
                        "NFO,TCS,25,2024-01-01,,2024-02-01",
                        "NFO,TCS,50,2024-01-01,2024-02-02,",
                        "NFO,TCS,75,2024-01-01,2024-02-01,")
                .file("tick_sizes.csv", "exchange,kind,symbol,tick_size,from", "NSE,BOND,,0.05,", "NSE,STOCK,,-1,")
                .file(
                        "strike_intervals.csv",
                        "exchange,symbol,strike_interval,from",
                        "NFO,NIFTY,50,2024-01-01",
                        "NFO,NIFTY,100,2024-01-01",
                        "NFO,,x,");

        assertThat(refused())
                .containsExactly(
                        "lot_sizes.csv line 2: exchange \"MCX\" should be a known exchange; " + KNOWN,
                        "lot_sizes.csv line 3: lot_size \"1.5\" should be a whole number above 0",
                        "lot_sizes.csv line 4: lot_size \"0\" should be a number above 0 with at most 9 fraction digits",
                        "lot_sizes.csv line 5: last_expiry \"2024-01-31\" should be empty or not before the"
                                + " first_expiry",
                        "lot_sizes.csv line 8: NFO TCS from 2024-01-01 for the same expiries is there twice",
                        "tick_sizes.csv line 2: kind \"BOND\" should be one of [INDEX, STOCK, FUTURE, OPTION,"
                                + " CURRENCY, CRYPTO]",
                        "tick_sizes.csv line 3: tick_size \"-1\" should be a number above 0 with at most 9 fraction"
                                + " digits",
                        "strike_intervals.csv line 3: NFO NIFTY from 2024-01-01 is there twice",
                        "strike_intervals.csv line 4: symbol \"\" should be 1 to 64 letters, digits, blanks or"
                                + " _&.:- beginning with a letter or digit",
                        "strike_intervals.csv line 4: strike_interval \"x\" should be a number above 0 with at most 9"
                                + " fraction digits");
    }

    @Test
    void columnsThatAreNotKnownAreTold() {
        folder.file("strike_intervals.csv", "exchange,symbol,interval", "NFO,NIFTY,50");

        assertThat(refused())
                .containsExactly(
                        "strike_intervals.csv line 1: column \"interval\" is unknown; the columns are"
                                + " exchange,symbol,strike_interval and, if wanted, from,source,verified",
                        "strike_intervals.csv line 1: column \"strike_interval\" is missing; the columns are"
                                + " exchange,symbol,strike_interval and, if wanted, from,source,verified");
    }

    // corporate actions

    @Test
    void corporateActionsByExDate() {
        folder.file(
                "corporate_actions.csv",
                "symbol,ex_date,action,value,source",
                "AAPL,2014-08-07,DIVIDEND,0.47,10-Q",
                "AAPL,2014-06-09,SPLIT,7:1,8-K",
                "SPY,2021-03-19,DIVIDEND,1.2778,");
        Reference reference = reference();

        assertThat(reference.corporateActions("AAPL"))
                .containsExactly(
                        new Split(day("2014-06-09"), 7, 1), new Dividend(day("2014-08-07"), new BigDecimal("0.47")));
        assertThat(reference.corporateActions("IBM")).isEmpty();
        assertThat(DataFolder.open(temp).corporateActions("SPY")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A,2020-01-01,SPLIT,7 | value \"7\" should be new shares for old ones, two whole numbers such as 7:1",
                "A,2020-01-01,SPLIT,0:1 | value \"0:1\" should be new shares for old ones, two whole numbers such as"
                        + " 7:1",
                "A,2020-01-01,SPLIT,1.5:1 | value \"1.5:1\" should be new shares for old ones, two whole numbers such"
                        + " as 7:1",
                "A,2020-01-01,DIVIDEND,0 | value \"0\" should be a number above 0 with at most 9 fraction digits",
                "A,2020-01-01,BONUS,1:1 | action \"BONUS\" should be one of [SPLIT, DIVIDEND]",
                "A,soon,SPLIT,2:1 | ex_date \"soon\" should be a date yyyy-MM-dd",
                "B,2020-01-01,SPLIT,2:1 | B SPLIT 2020-01-01 is there twice"
            })
    void wrongCorporateActions(String row, String reason) {
        folder.file("corporate_actions.csv", "symbol,ex_date,action,value", "B,2020-01-01,SPLIT,2:1", row.strip());

        assertThat(refused()).containsExactly("corporate_actions.csv line 3: " + reason.strip());
    }

    // instruments

    private Listing listing(String... rows) {
        List<String> lines = new ArrayList<>(List.of(TestFolder.INSTRUMENTS + ",listed,delisted"));
        lines.addAll(List.of(rows));
        folder.file("instruments.csv", lines.toArray(String[]::new));
        Problems problems = new Problems();
        Listing listing = InstrumentsFile.read(
                CsvFile.of(temp, temp.resolve("instruments.csv")), Reference.of(temp, problems), problems);
        assertThat(problems.messages()).isEmpty();
        return listing;
    }

    @Test
    void everyKindOfInstrument() {
        folder.file("exchanges.csv", "exchange,zone,open,close,days", "FX,-05:00,00:00,23:59:59,Sun-Fri");
        Listing listing = listing(
                "EURUSD,CURRENCY,FX,,,,,100000,0.00001,5,,",
                "BTCUSDT,CRYPTO,FX,,,,,,0.01,8,,",
                "NIFTY,INDEX,NSE,,,,,,,2,,",
                "NIFTY:2024-11-28:FUT,FUTURE,NFO,NIFTY,2024-11-28,,,,,2,,");

        assertThat(listing.tradable(day("2024-10-29")).values())
                .extracting(instrument -> instrument.symbol() + " " + instrument.kind() + " " + instrument.lotSize()
                        + " " + instrument.tickSize())
                .containsExactly(
                        "BTCUSDT CRYPTO 0 1000000",
                        "EURUSD CURRENCY 100000 1",
                        "NIFTY INDEX 0 0",
                        "NIFTY:2024-11-28:FUT FUTURE 25 5");
    }

    @Test
    void whatIsListedAndDelistedBelongsToTheDaysBetween() {
        Listing listing = listing(
                "A,STOCK,NSE,,,,,,,2,2024-10-28,2024-10-30",
                "B,STOCK,NSE,,,,,,,2,,2024-10-29",
                "C,STOCK,NSE,,,,,,,2,,");

        assertThat(listing.tradable(day("2024-10-27"))).containsOnlyKeys("B", "C");
        assertThat(listing.tradable(day("2024-10-28"))).containsOnlyKeys("A", "B", "C");
        assertThat(listing.tradable(day("2024-10-29"))).containsOnlyKeys("A", "B", "C");
        assertThat(listing.tradable(day("2024-10-30"))).containsOnlyKeys("A", "C");
        assertThat(listing.tradable(day("2024-10-31"))).containsOnlyKeys("C");
        assertThat(listing.of(day("2024-10-30"), List.of())).containsOnlyKeys("A");
        assertThat(listing.of(day("2024-10-31"), List.of("C"))).containsOnlyKeys("C");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A,STOCK,NSE,,,,,,,2,2024-10-28,2024-10-27 | delisted \"2024-10-27\" should be empty or not before the"
                        + " day it was listed",
                "A,STOCK,NSE,,,,,,,2,,gone | delisted \"gone\" should be empty or the last trading day, a date"
                        + " yyyy-MM-dd not after the expiry",
                "N:2024-11-07:OPT:1:CE,OPTION,BFO,N,2024-11-07,1,CE,,,2,, | exchange \"BFO\" should be NFO, where the"
                        + " other options on this underlying are",
                "X:2024-11-28:FUT,FUTURE,NFO,X,2024-11-28,,,,,2,,2024-11-29 | delisted \"2024-11-29\" should be empty"
                        + " or the last trading day, a date yyyy-MM-dd not after the expiry"
            })
    void wrongInstruments(String row, String reason) {
        folder.file(
                "instruments.csv",
                TestFolder.INSTRUMENTS + ",listed,delisted",
                "N:2024-11-07:OPT:2:CE,OPTION,NFO,N,2024-11-07,2,CE,,,2,,",
                row.strip());
        Problems problems = new Problems();
        InstrumentsFile.read(CsvFile.of(temp, temp.resolve("instruments.csv")), Reference.shipped(), problems);

        assertThat(problems.messages()).containsExactly("instruments.csv line 3: " + reason.strip());
    }

    // what is told of days without ticks

    @Test
    void daysOfWhichNobodyKnowsAreToldApart() {
        folder.randomDay(day("2026-12-30"), 1);

        assertThat(DataFolder.open(temp).gaps(day("2026-12-29"), day("2027-01-03")))
                .hasValue(temp + " has no ticks for 2026-12-29, 2026-12-31, not run; trading was to be expected then,"
                        + " nor for 2027-01-01, not run; whether there was trading then is not known (a calendar.csv"
                        + " in the folder would settle it)");
        assertThat(DataFolder.open(temp).isTradingDay(day("2027-01-01"))).isFalse();
        assertThat(DataFolder.open(temp).gaps(day("2026-12-30"), day("2026-12-30")))
                .isEmpty();
    }
}
