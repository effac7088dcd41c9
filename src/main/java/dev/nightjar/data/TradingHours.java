package dev.nightjar.data;

import dev.nightjar.market.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When exchanges trade: the shipped tables, a data folder's own exchanges, and its own calendar, which then is the only
 * authority on days.
 *
 * <p>Exchanges that share a calendar and a clock are one market. The holidays of a market are known for the years of
 * which the shipped list has any; of other years nobody knows.
 */
final class TradingHours {

    static final String EXCHANGES = "exchanges.csv";
    static final String CALENDAR = "calendar.csv";

    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

    private static final TradingHours SHIPPED = readShipped();

    private final Map<String, Exchange> exchanges;
    private final DatedTable<Hours> hours;
    private final Map<String, Days> markets;
    private final @Nullable Map<LocalDate, Map<String, Hours>> calendar;

    private TradingHours(
            Map<String, Exchange> exchanges,
            DatedTable<Hours> hours,
            Map<String, Days> markets,
            @Nullable Map<LocalDate, Map<String, Hours>> calendar) {
        this.exchanges = exchanges;
        this.hours = hours;
        this.markets = markets;
        this.calendar = calendar;
    }

    private record Exchange(String market, ZoneId zone, Set<DayOfWeek> weekdays) {}

    private record Hours(LocalTime open, LocalTime close) {}

    /** A market's days that are not like others. */
    private record Days(Set<LocalDate> holidays, Set<Integer> coveredYears, Map<LocalDate, Hours> special) {
        Days() {
            this(new HashSet<>(), new HashSet<>(), new HashMap<>());
        }
    }

    /** What is to be expected of a day of which there is no data. */
    enum Expected {
        TRADING,
        CLOSED,
        /** Nobody has told the holidays of that year, or the hours of that time. */
        UNKNOWN
    }

    private static final List<Expected> EXPECTED_FIRST = List.of(Expected.TRADING, Expected.UNKNOWN, Expected.CLOSED);

    static TradingHours shipped() {
        return SHIPPED;
    }

    private static TradingHours readShipped() {
        Problems problems = new Problems();
        TradingHours none = new TradingHours(Map.of(), new DatedTable.Rows<Hours>().table(), Map.of(), null);
        TradingHours known = none.withExchanges(ReferenceFile.shipped(EXCHANGES), problems);
        Map<String, Days> markets = new HashMap<>();
        known.exchanges.values().forEach(exchange -> markets.put(exchange.market(), new Days()));
        ReferenceFile.shipped("holidays.csv").read(List.of("market", "date", "name"), List.of(), problems, row -> {
            Days days = market(row, markets);
            LocalDate date = row.date("date");
            if (days != null && date != null) {
                if (!days.holidays().add(date)) {
                    row.refuseAsRepeated(row.text("market") + " " + date);
                }
                days.coveredYears().add(date.getYear());
            }
        });
        ReferenceFile.shipped("special_sessions.csv")
                .read(List.of("market", "date", "open", "close", "name"), List.of(), problems, row -> {
                    Days days = market(row, markets);
                    LocalDate date = row.date("date");
                    Hours own = hours(row);
                    if (days != null
                            && date != null
                            && own != null
                            && days.special().put(date, own) != null) {
                        row.refuseAsRepeated(row.text("market") + " " + date);
                    }
                });
        problems.throwIfAny("shipped reference data");
        return new TradingHours(known.exchanges, known.hours, markets, null);
    }

    private static @Nullable Days market(CsvRow row, Map<String, Days> markets) {
        Days days = markets.get(row.text("market"));
        if (days == null) {
            row.refuse("market", "a market of exchanges.csv");
        }
        return days;
    }

    private static @Nullable Hours hours(CsvRow row) {
        LocalTime open = row.time("open");
        LocalTime close = row.time("close");
        if (open != null && close != null && !open.isBefore(close)) {
            row.refuse("close", "after the open, on the same day");
        }
        return row.refused() || open == null || close == null ? null : new Hours(open, close);
    }

    /** {@return these hours with what a data folder says of its exchanges and days} */
    TradingHours of(Path folder, Problems problems) {
        ReferenceFile own = ReferenceFile.of(folder, EXCHANGES);
        TradingHours known = own == null ? this : withExchanges(own, problems);
        Path calendar = folder.resolve(CALENDAR);
        return Files.exists(calendar) ? known.withCalendar(CsvFile.of(folder, calendar), problems) : known;
    }

    private TradingHours withExchanges(ReferenceFile file, Problems problems) {
        Map<String, Exchange> all = new TreeMap<>(exchanges);
        Set<String> told = new HashSet<>();
        DatedTable.Rows<Hours> rows = new DatedTable.Rows<>();
        file.read(List.of("exchange", "zone", "open", "close"), List.of("market", "from", "days"), problems, row -> {
            String code = row.symbol("exchange");
            Exchange known = all.get(code);
            Exchange read = exchange(row, code, known);
            LocalDate from = file.from(row);
            Hours open = hours(row);
            if (row.refused() || read == null) {
                return;
            }
            if (known != null && !known.zone().equals(read.zone())) {
                row.refuse("zone", known.zone() + ", as " + code + " has it already");
            } else if (known != null && !known.market().equals(read.market())) {
                row.refuse("market", known.market() + ", as " + code + " has it already");
            } else if (known != null && told.contains(code) && !known.equals(read)) {
                row.refuse("days", "the same in all rows of " + code);
            }
            rows.add(row, code, from, open);
            if (!row.refused()) {
                told.add(code);
                all.put(code, read);
            }
        });
        return new TradingHours(all, hours.overlaid(rows.table()), markets, calendar);
    }

    private static @Nullable Exchange exchange(CsvRow row, String code, @Nullable Exchange known) {
        ZoneId zone = zoneOf(row.text("zone"));
        if (zone == null) {
            row.refuse("zone", "a time zone such as Asia/Kolkata, UTC or -05:00");
        }
        Set<DayOfWeek> weekdays =
                row.isEmpty("days") ? (known == null ? days("Mon-Fri") : known.weekdays()) : days(row.text("days"));
        if (weekdays.isEmpty()) {
            row.refuse("days", "a first and a last day of the week such as Mon-Fri, Sun-Fri or Mon-Sun");
        }
        String market = row.text("market").isEmpty() ? (known == null ? code : known.market()) : row.text("market");
        return zone == null ? null : new Exchange(market, zone, weekdays);
    }

    private static @Nullable ZoneId zoneOf(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException noZone) {
            return null;
        }
    }

    /** {@return the days from the first to the last named; none if they are not named right} */
    private static Set<DayOfWeek> days(String text) {
        int first = text.length() == 7 && text.charAt(3) == '-' ? DAYS.indexOf(text.substring(0, 3)) : -1;
        int last = first < 0 ? -1 : DAYS.indexOf(text.substring(4));
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        if (last >= 0) {
            for (int day = first; day != last; day = (day + 1) % DAYS.size()) {
                days.add(DayOfWeek.of(day + 1));
            }
            days.add(DayOfWeek.of(last + 1));
        }
        return days;
    }

    private TradingHours withCalendar(CsvFile file, Problems problems) {
        Map<LocalDate, Map<String, Hours>> days = new HashMap<>();
        file.read(List.of("exchange", "date", "open", "close"), Map.of(), problems, (reader, places) -> {
            String exchange = reader.text(places[0]);
            if (!knows(exchange)) {
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
            Hours before =
                    days.computeIfAbsent(date, day -> new HashMap<>()).putIfAbsent(exchange, new Hours(open, close));
            if (before != null) {
                problems.add("repeated days", () -> file.at(reader) + exchange + " has " + date + " twice");
            }
        });
        return new TradingHours(exchanges, hours, markets, days);
    }

    static @Nullable LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException noDate) {
            return null;
        }
    }

    static @Nullable LocalTime time(String text) {
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
        return "; known are " + String.join(", ", exchanges.keySet()) + "; a folder may bring others in " + EXCHANGES;
    }

    /** {@return the zone of an exchange that is known} */
    ZoneId zone(String exchange) {
        return exchange(exchange).zone();
    }

    /** {@return the market of an exchange that is known: those of one market share a calendar and a clock} */
    String market(String exchange) {
        return exchange(exchange).market();
    }

    private Exchange exchange(String code) {
        Exchange exchange = exchanges.get(code);
        if (exchange == null) {
            throw new IllegalArgumentException("exchange " + code + " is unknown" + knownExchanges());
        }
        return exchange;
    }

    /**
     * {@return the session of a known exchange on a day on which it traded, or null if that is not known} Without a
     * calendar of the folder it is the special session of that day, or else the usual hours of that time, be it a holiday
     * or not.
     */
    @Nullable Session session(String exchange, LocalDate date) {
        Exchange known = exchange(exchange);
        Hours own = calendar == null
                ? hours(exchange, known, date)
                : calendar.getOrDefault(date, Map.of()).get(exchange);
        return own == null ? null : Session.of(date, known.zone(), own.open(), own.close());
    }

    /**
     * {@return the session that exchanges of one market have on a day on which they traded}
     *
     * @throws DataException naming the subject, if that is not known or they differ
     */
    Session session(NavigableSet<String> ofMarket, LocalDate date, String subject) {
        Problems problems = new Problems();
        Map<Session, String> sessions = new HashMap<>();
        for (String exchange : ofMarket) {
            Session session = session(exchange, date);
            if (session == null) {
                problems.add(whyNoSession(exchange, date));
            } else {
                sessions.put(session, exchange);
            }
        }
        if (sessions.size() > 1) {
            problems.add("instruments.csv: the exchanges "
                    + sessions.values().stream().sorted().toList() + " have different hours on " + date
                    + "; a folder holds one market");
        }
        problems.throwIfAny(subject);
        return sessions.keySet().iterator().next();
    }

    private @Nullable Hours hours(String exchange, Exchange known, LocalDate date) {
        Hours special = days(known).special().get(date);
        return special == null ? hours.asOf(exchange, date) : special;
    }

    private Days days(Exchange exchange) {
        return markets.getOrDefault(exchange.market(), new Days());
    }

    /** {@return the end of a message about a day of which there is data and no session} */
    String whyNoSession(String exchange, LocalDate date) {
        return calendar == null
                ? EXCHANGES + ": has no hours of " + exchange + " for " + date
                        + ", of which there is data; a calendar.csv with a row for each day would settle it"
                : CALENDAR + ": has no row for " + exchange + " on " + date
                        + ", of which there is data; with a calendar.csv every day needs a row";
    }

    /** {@return whether a known exchange is expected to trade on a day of which there is no data} */
    Expected expected(String exchange, LocalDate date) {
        Exchange known = exchange(exchange);
        if (calendar != null) {
            boolean trades = calendar.getOrDefault(date, Map.of()).containsKey(exchange);
            return trades ? Expected.TRADING : Expected.CLOSED;
        }
        Days days = days(known);
        if (days.special().containsKey(date)) {
            return Expected.TRADING;
        }
        if (days.holidays().contains(date) || !known.weekdays().contains(date.getDayOfWeek())) {
            return Expected.CLOSED;
        }
        boolean told = days.coveredYears().contains(date.getYear()) && hours.asOf(exchange, date) != null;
        return told ? Expected.TRADING : Expected.UNKNOWN;
    }

    /** {@return what is to be expected of a day without data: trading, if any of the exchanges should have traded} */
    Expected expected(Collection<String> exchanges, LocalDate date) {
        return exchanges.stream()
                .map(exchange -> expected(exchange, date))
                .min(Comparator.comparingInt(EXPECTED_FIRST::indexOf))
                .orElse(Expected.UNKNOWN);
    }

    /** {@return a sentence about days without data; empty if there are none} */
    static Optional<String> told(String beginning, List<LocalDate> trading, List<LocalDate> unknown) {
        List<String> told = new ArrayList<>();
        if (!trading.isEmpty()) {
            told.add(told(trading) + "; trading was to be expected then");
        }
        if (!unknown.isEmpty()) {
            told.add(told(unknown) + "; whether there was trading then is not known");
        }
        return told.isEmpty()
                ? Optional.empty()
                : Optional.of(beginning + String.join(", nor for ", told)
                        + " (a calendar.csv in the folder would settle it)");
    }

    private static String told(List<LocalDate> days) {
        return days.stream().map(LocalDate::toString).collect(Collectors.joining(", ")) + ", not run";
    }
}
