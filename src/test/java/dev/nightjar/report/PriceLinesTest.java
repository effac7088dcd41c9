package dev.nightjar.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.MarketDay;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.TestDay;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PriceLinesTest {

    private static final String CALL = TestDay.option(24_300, OptionType.CE);

    private final Map<LocalDate, MarketDay> days = new TreeMap<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final PriceLines lines = lines(PriceLines.MOST_KEPT);

    private PriceLines lines(long room) {
        return new PriceLines(
                date -> {
                    opened.incrementAndGet();
                    return days.get(date);
                },
                room);
    }

    private LocalDate day(LocalDate date, MarketDay day) {
        days.put(date, day);
        return date;
    }

    /** {@return one trade of the call} */
    private static byte[] trades(String entry, String exit) {
        return ("[{\"symbol\":\"" + CALL + "\",\"entry_time\":\"2024-10-29T" + entry
                        + "+05:30\",\"exit_time\":\"2024-10-29T" + exit + "+05:30\"}]")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static List<Long> closes(PriceLine line) {
        return LongStream.range(0, line.bars().count())
                .map(bar -> line.bars().close((int) bar))
                .boxed()
                .toList();
    }

    @Test
    void ofTicksThereIsAPointAMinute() {
        LocalDate date = day(
                TestDay.DATE,
                new TestDay()
                        .withTicks(
                                "09:15:01 NIFTY 100", "09:15:59 NIFTY 101", "09:16:00 NIFTY 102", "11:00:00 NIFTY 99"));

        assertThat(lines.looked(List.of(date), "NIFTY")).singleElement().satisfies(line -> {
            assertThat(line.span()).isEqualTo("2024-10-29");
            assertThat(line.width()).isEqualTo(60);
            assertThat(closes(line)).containsExactly(10_100L, 10_200L, 9_900L);
        });
    }

    /** However many days and symbols are asked for. */
    @Test
    void noMorePricesAreKeptForTheNextStrategyThanThereIsRoomFor() {
        List<LocalDate> dates = new ArrayList<>();
        for (int more = 0; more < 20; more++) {
            LocalDate date = TestDay.DATE.plusDays(more);
            dates.add(day(date, new TestDay(date).withTicks("09:15:01 NIFTY 100", "09:16:00 NIFTY 102")));
        }
        for (long room : new long[] {0, 1_000, PriceLines.MOST_KEPT}) {
            PriceLines some = lines(room);

            dates.forEach(
                    date -> assertThat(some.packed(List.of(date), List.of("NIFTY"), trades("09:35:00", "09:50:10")))
                            .isNotEmpty());

            // the newest of each kind is kept whatever its size
            assertThat(some.kept()).isBetween(1L, Math.min(20_000, room + 1_000));
        }
    }

    @Test
    void aDayWithoutPricesOrAnUnknownSymbolHasNoLine() {
        LocalDate date = day(TestDay.DATE, new TestDay());

        assertThat(lines.looked(List.of(date), "NIFTY")).isEmpty();
        assertThat(lines.looked(List.of(date), "NOBODY")).isEmpty();
    }

    /** From the bar before the entry to that of the exit. */
    @Test
    void aContractIsDrawnWhileItWasHeld() {
        LocalDate date = day(
                TestDay.DATE,
                new TestDay()
                        .withOption(24_300, OptionType.CE)
                        .withTicks(
                                "09:20:00 " + CALL + " 1",
                                "09:30:00 " + CALL + " 2",
                                "09:40:00 " + CALL + " 3",
                                "09:50:00 " + CALL + " 4",
                                "10:30:00 " + CALL + " 5"));

        assertThat(lines.held(List.of(date), List.of("NIFTY"), trades("09:35:00", "09:50:10")))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.underlying()).isFalse();
                    assertThat(closes(line)).containsExactly(200L, 300L, 400L);
                });
        assertThat(lines.held(List.of(date), List.of(CALL), trades("09:35:00", "09:50:10")))
                .isEmpty();
    }

    @Test
    void aContractThatIsStillHeldIsDrawnToTheEndOfTheRun() {
        List<LocalDate> dates = new ArrayList<>();
        for (LocalDate date : List.of(TestDay.DATE, TestDay.DATE.plusDays(1))) {
            dates.add(day(
                    date,
                    new TestDay(date)
                            .withOption(24_300, OptionType.CE)
                            .withTicks(
                                    "09:20:00 " + CALL + " 1", "09:30:00 " + CALL + " 2", "15:20:00 " + CALL + " 3")));
        }
        byte[] open = ("[{\"symbol\":\"" + CALL
                        + "\",\"entry_time\":\"2024-10-29T10:00:00+05:30\",\"exit_time\":null}]")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(lines.held(dates, List.of(), "[]".getBytes(StandardCharsets.UTF_8), open))
                .extracting(line -> line.span() + " " + closes(line))
                .containsExactly("2024-10-29 [200, 300]", "2024-10-30 [100, 200, 300]");
    }

    /** What is opened inside the closing second is closed at its beginning. */
    @Test
    void anExitBeforeItsEntryIsNoError() {
        LocalDate date = day(
                TestDay.DATE, new TestDay().withOption(24_300, OptionType.CE).withTicks("15:29:30 " + CALL + " 1"));

        assertThat(lines.held(List.of(date), List.of(), trades("15:30:00.5", "15:30:00")))
                .singleElement()
                .satisfies(line -> assertThat(closes(line)).containsExactly(100L));
    }

    @Test
    void barsOfDaysAreOneLineWhosePointsAreTheEndsOfSessions() {
        List<LocalDate> dates = new ArrayList<>();
        for (LocalDate date : List.of(TestDay.DATE.minusDays(1), TestDay.DATE)) {
            dates.add(day(date, new TestDay(date).withBars(1440, "09:15 NIFTY 10 12 9 11 500")));
        }

        assertThat(lines.looked(dates, "NIFTY")).singleElement().satisfies(line -> {
            assertThat(line.span()).isEqualTo("all days");
            assertThat(line.bars().start(1) + line.width())
                    .isEqualTo(Objects.requireNonNull(days.get(TestDay.DATE))
                            .session()
                            .at(LocalTime.of(15, 30)));
        });
    }

    @Test
    void manyDaysAreDrawnByWiderBarsAndTheNewestStay() {
        List<LocalDate> dates = new ArrayList<>();
        String[] minutes = new String[375];
        for (int minute = 0; minute < minutes.length; minute++) {
            minutes[minute] = LocalTime.of(9, 15).plusMinutes(minute) + " NIFTY 10 12 9 11 500";
        }
        MarketDay one = new TestDay().withBars(1, minutes);
        for (int number = 0; number < 200; number++) {
            dates.add(day(TestDay.DATE.plusDays(number), one));
        }

        List<PriceLine> thin = lines.looked(dates, "NIFTY");

        assertThat(thin)
                .hasSize(200)
                .allSatisfy(line -> assertThat(line.width()).isEqualTo(300));
        assertThat(thin.stream().mapToInt(line -> line.bars().count()).sum()).isEqualTo(200 * 75);
    }

    /** A century of daily candles is one line all the same. */
    @Test
    void veryManyBarsOfDaysAreThinnedAndTheLastStays() {
        List<LocalDate> dates = new ArrayList<>();
        for (int number = 0; number < 40_001; number++) {
            LocalDate date = LocalDate.of(1915, 1, 1).plusDays(number);
            dates.add(day(date, new TestDay(date).withBars(1440, "09:15 NIFTY 10 12 9 " + (number + 1) + " 500")));
        }

        assertThat(lines.looked(dates, "NIFTY")).singleElement().satisfies(line -> {
            assertThat(line.bars().count()).isBetween(10_000, 20_000);
            assertThat(line.bars().close(line.bars().count() - 1)).isEqualTo(4_000_100L);
        });
    }

    /** Days whose bars do not fit even an hour wide are left, the oldest first, and not even opened. */
    @Test
    void ofVeryManyDaysTheNewestAreDrawnAndTheOthersNotOpened() {
        List<LocalDate> dates = new ArrayList<>();
        String[] hours = new String[7];
        for (int hour = 0; hour < hours.length; hour++) {
            hours[hour] = LocalTime.of(9, 15).plusHours(hour) + " NIFTY 10 12 9 11 500";
        }
        MarketDay one = new TestDay().withBars(60, hours);
        for (int number = 0; number < 4_000; number++) {
            dates.add(day(TestDay.DATE.plusDays(number), one));
        }

        List<PriceLine> drawn = lines.looked(dates, "NIFTY");

        assertThat(drawn).hasSize(2_857);
        assertThat(drawn.get(drawn.size() - 1).span())
                .isEqualTo(dates.get(3_999).toString());
        assertThat(opened.get()).isLessThan(2 * 2_860 + 10);
    }

    /** Of what does not fit even an hour wide the newest is drawn, and the page can say from when on. */
    @Test
    void contractsThatAreLeftOutAreSaid() {
        List<LocalDate> dates = new ArrayList<>();
        String[] hours = new String[7];
        for (int hour = 0; hour < hours.length; hour++) {
            hours[hour] = LocalTime.of(9, 15).plusHours(hour) + " " + CALL + " 10 12 9 11 500";
        }
        MarketDay one = new TestDay().withOption(24_300, OptionType.CE).withBars(60, hours);
        for (int number = 0; number < 3_000; number++) {
            dates.add(day(TestDay.DATE.plusDays(number), one));
        }
        byte[] open = ("[{\"symbol\":\"" + CALL
                        + "\",\"entry_time\":\"2024-10-29T09:00:00+05:30\",\"exit_time\":null}]")
                .getBytes(StandardCharsets.UTF_8);

        List<byte[]> documents = PageData.documents(lines.packed(dates, List.of(), open));

        assertThat(documents).hasSize(2);
        assertThat(new String(documents.get(1), StandardCharsets.UTF_8))
                .isEqualTo("{\"contracts_from\":\"" + dates.get(3_000 - 2_857) + "\"}");
        assertThat(PageData.documents(lines.packed(dates.subList(0, 2_857), List.of(), open)))
                .hasSize(1);

        List<byte[]> looked = PageData.documents(lines.packed(dates, List.of(CALL), open));
        assertThat(looked).hasSize(3);
        assertThat(new String(looked.get(2), StandardCharsets.UTF_8))
                .isEqualTo("{\"underlyings_from\":{\"" + CALL + "\":\"" + dates.get(3_000 - 2_857) + "\"}}");
        assertThat(PageData.documents(lines.packed(dates.subList(0, 2_857), List.of(CALL), open)))
                .hasSize(2);
    }

    /** Joining three minutes to five would mix what belongs to two bars. */
    @Test
    void barsAreJoinedOnlyToMultiplesOfTheirWidth() {
        List<LocalDate> dates = new ArrayList<>();
        String[] bars = new String[125];
        for (int bar = 0; bar < bars.length; bar++) {
            bars[bar] = LocalTime.of(9, 15).plusMinutes(3L * bar) + " NIFTY 10 12 9 11 500";
        }
        MarketDay one = new TestDay().withBars(3, bars);
        for (int number = 0; number < 170; number++) {
            dates.add(day(TestDay.DATE.plusDays(number), one));
        }

        assertThat(lines.looked(dates, "NIFTY"))
                .allSatisfy(line -> assertThat(line.width()).isEqualTo(900));
    }

    @Test
    void whatManyStrategiesLookAtIsReadAndPackedOnce() {
        LocalDate date = day(TestDay.DATE, new TestDay().withTicks("09:15:01 NIFTY 100"));
        byte[] none = "[]".getBytes(StandardCharsets.UTF_8);

        List<Packed> first = lines.packed(List.of(date), List.of("NIFTY"), none);
        List<Packed> second = lines.packed(List.of(date), List.of("NIFTY"), none);

        assertThat(second.get(0)).isSameAs(first.get(0));
        assertThat(opened).hasValue(1);
    }

    @Test
    void ofWhatWasAskedForTheNewestIsKept() {
        AtomicInteger made = new AtomicInteger();
        Recent<Integer, String> recent = new Recent<>(3, String::length, number -> {
            made.incrementAndGet();
            return "x".repeat(number);
        });

        List.of(1, 2, 1, 2).forEach(recent::get);
        assertThat(made).hasValue(2);

        recent.get(3);
        assertThat(made).hasValue(3);
        recent.get(3);
        assertThat(made).hasValue(3);
        recent.get(1);
        assertThat(made).hasValue(4);
        assertThat(recent.get(9)).hasSize(9);
    }
}
