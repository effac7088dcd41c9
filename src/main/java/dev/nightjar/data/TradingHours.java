package dev.nightjar.data;

import dev.nightjar.market.Session;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When exchanges trade: the shipped table, or a data folder's own calendar, which then is the only authority.
 *
 * <p>The shipped hours know weekends and a list of holidays that nobody has verified against the exchanges' circulars.
 */
final class TradingHours {

    private static final TradingHours SHIPPED = readShipped();

    private final Map<String, Hours> exchanges;
    private final Set<LocalDate> holidays;
    private final @Nullable Map<LocalDate, Map<String, Hours>> calendar;

    private TradingHours(
            Map<String, Hours> exchanges,
            Set<LocalDate> holidays,
            @Nullable Map<LocalDate, Map<String, Hours>> calendar) {
        this.exchanges = exchanges;
        this.holidays = holidays;
        this.calendar = calendar;
    }

    private record Hours(ZoneId zone, LocalTime open, LocalTime close) {}

    static TradingHours shipped() {
        return SHIPPED;
    }

    private static TradingHours readShipped() {
        Problems problems = new Problems();
        Map<String, Hours> exchanges = new TreeMap<>();
        CsvFile.shipped("reference/exchanges.csv")
                .read(List.of("exchange", "zone", "open", "close"), Map.of(), problems, (reader, places) -> {
                    Hours hours = new Hours(
                            ZoneId.of(reader.text(places[1])),
                            LocalTime.parse(reader.text(places[2])),
                            LocalTime.parse(reader.text(places[3])));
                    exchanges.put(reader.text(places[0]), hours);
                });
        Set<LocalDate> holidays = new HashSet<>();
        CsvFile.shipped("reference/holidays.csv")
                .read(
                        List.of("date", "verified"),
                        Map.of(),
                        problems,
                        (reader, places) -> holidays.add(LocalDate.parse(reader.text(places[0]))));
        problems.throwIfAny("shipped reference data");
        return new TradingHours(exchanges, holidays, null);
    }

    /** {@return these hours with the days of a {@code calendar.csv} in place of the shipped ones} */
    TradingHours with(CsvFile file, Problems problems) {
        Map<LocalDate, Map<String, Hours>> calendar = new HashMap<>();
        file.read(List.of("exchange", "date", "open", "close"), Map.of(), problems, (reader, places) -> {
            String exchange = reader.text(places[0]);
            Hours usual = exchanges.get(exchange);
            if (usual == null) {
                problems.add(
                        "unknown exchanges",
                        () -> file.at(reader) + "exchange \"" + CsvFile.shortened(exchange) + "\" is unknown"
                                + knownExchanges());
                return;
            }
            LocalDate date = date(reader.text(places[1]));
            LocalTime open = time(reader.text(places[2]));
            LocalTime close = time(reader.text(places[3]));
            if (date == null || open == null || close == null || !open.isBefore(close)) {
                problems.add(
                        "calendar days",
                        () -> file.at(reader) + "\"" + CsvFile.shortened(reader.text(places[1])) + "\", \""
                                + CsvFile.shortened(reader.text(places[2])) + "\", \""
                                + CsvFile.shortened(reader.text(places[3]))
                                + "\" should be a date yyyy-MM-dd and an open before a close, both HH:mm[:ss]");
                return;
            }
            Hours before = calendar.computeIfAbsent(date, day -> new HashMap<>())
                    .putIfAbsent(exchange, new Hours(usual.zone(), open, close));
            if (before != null) {
                problems.add("repeated days", () -> file.at(reader) + exchange + " has " + date + " twice");
            }
        });
        return new TradingHours(exchanges, holidays, calendar);
    }

    static @Nullable LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException noDate) {
            return null;
        }
    }

    private static @Nullable LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    boolean knows(String exchange) {
        return exchanges.containsKey(exchange);
    }

    /** {@return the end of a message about an unknown exchange} */
    String knownExchanges() {
        return "; known are " + String.join(", ", exchanges.keySet());
    }

    /** {@return the zone of an exchange that is known} */
    ZoneId zone(String exchange) {
        return hours(exchange).zone();
    }

    private Hours hours(String exchange) {
        Hours hours = exchanges.get(exchange);
        if (hours == null) {
            throw new IllegalArgumentException("exchange " + exchange + " is unknown" + knownExchanges());
        }
        return hours;
    }

    /** {@return the session of a known exchange on a day on which it traded, or null if the folder's calendar lacks it} */
    @Nullable Session session(String exchange, LocalDate date) {
        Hours hours = calendar == null
                ? hours(exchange)
                : calendar.getOrDefault(date, Map.of()).get(exchange);
        return hours == null ? null : Session.of(date, hours.zone(), hours.open(), hours.close());
    }

    /** {@return whether trading is expected on a day of which nothing else is known} */
    boolean isTradingDay(LocalDate date) {
        if (calendar != null) {
            return calendar.containsKey(date);
        }
        return date.getDayOfWeek() != DayOfWeek.SATURDAY
                && date.getDayOfWeek() != DayOfWeek.SUNDAY
                && !holidays.contains(date);
    }
}
