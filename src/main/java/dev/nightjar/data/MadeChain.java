package dev.nightjar.data;

import dev.nightjar.market.OptionType;
import dev.nightjar.market.Session;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The contracts on an index that a day has: futures of the next months, and options of four weeks and three months with
 * strikes around the money, as many as are asked for, the most traded first.
 */
final class MadeChain {

    /** The most contracts on one index. */
    static final int MOST_CONTRACTS = 4_000;

    private static final int WEEKS = 4;
    private static final int MONTHS = 3;
    private static final int STRIKES_EITHER_WAY = 200;
    private static final int CONTRACTS_A_FUTURE_COMES_WITH = 40;

    /** So many strikes from the money an option is traded half as much as at the money. */
    private static final double REACH = 5;

    private static final double LOTS_AT_THE_MONEY = 60_000;
    private static final int ROUND_STRIKE = 10;

    private final MadeUnderlying underlying;
    private final int place;
    private final LocalDate date;
    private final List<LocalDate> monthly;
    private final List<LocalDate> expiries;
    private final List<MadeLine> contracts = new ArrayList<>();

    /**
     * @param place of the index among the day's underlyings
     * @param expiryDay the weekday its contracts expire on
     * @param trades whether a day is one of trading; contracts that would expire on another one expire before it
     */
    MadeChain(MadeUnderlying underlying, int place, LocalDate date, DayOfWeek expiryDay, Predicate<LocalDate> trades) {
        this.underlying = underlying;
        this.place = place;
        this.date = date;
        NavigableSet<LocalDate> months = new TreeSet<>();
        for (YearMonth month = YearMonth.from(date); months.size() < MONTHS; month = month.plusMonths(1)) {
            add(months, month.atEndOfMonth().with(TemporalAdjusters.previousOrSame(expiryDay)), trades);
        }
        NavigableSet<LocalDate> weeks = new TreeSet<>();
        LocalDate nearest = date.with(TemporalAdjusters.nextOrSame(expiryDay));
        for (int week = 0; weeks.size() < WEEKS; week++) {
            add(weeks, nearest.plusWeeks(week), trades);
        }
        monthly = List.copyOf(months);
        weeks.addAll(months);
        expiries = List.copyOf(weeks);
    }

    private void add(NavigableSet<LocalDate> dates, LocalDate wanted, Predicate<LocalDate> trades) {
        LocalDate expiry = wanted;
        while (!trades.test(expiry) && expiry.isAfter(date)) {
            expiry = expiry.minusDays(1);
        }
        if (!expiry.isBefore(date)) {
            dates.add(expiry);
        }
    }

    private record Pair(int expiry, int steps, double weight) {}

    /**
     * Chooses the contracts.
     *
     * @param count how many; at most {@link #MOST_CONTRACTS}
     * @param session of the day
     * @param price of the index before the open
     * @param before open interests of contracts that were there the day before
     */
    void list(int count, Session session, double price, long seed, Map<String, Long> before) {
        List<MadeTerm> terms = expiries.stream()
                .map(expiry -> date.until(expiry, ChronoUnit.DAYS) * 86_400 + session.close() - session.open())
                .map(seconds -> new MadeTerm(underlying, seconds))
                .toList();
        int futures = Math.min(monthly.size(), count / CONTRACTS_A_FUTURE_COMES_WITH);
        for (LocalDate expiry : monthly.subList(0, futures)) {
            MadeLine future = MadeLine.future(underlying, place, expiry, terms.get(expiries.indexOf(expiry)));
            contracts.add(settled(future, LOTS_AT_THE_MONEY, seed, before));
        }
        int interval = underlying.strikeInterval();
        int money = (int) StrictMath.rint(price / interval);
        List<Pair> pairs = new ArrayList<>();
        for (int expiry = 0; expiry < expiries.size(); expiry++) {
            for (int steps = -STRIKES_EITHER_WAY; steps <= STRIKES_EITHER_WAY; steps++) {
                if (money + steps > 0) {
                    pairs.add(new Pair(expiry, steps, expiryWeight(expiry, false) * nearness(steps)));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::weight)
                .reversed()
                .thenComparingInt(Pair::expiry)
                .thenComparingInt(Pair::steps));
        for (Pair pair : pairs) {
            int multiple = money + pair.steps();
            double lots = pair.weight() * LOTS_AT_THE_MONEY * (multiple % ROUND_STRIKE == 0 ? 2 : 1);
            for (OptionType type : OptionType.values()) {
                if (contracts.size() < count) {
                    MadeLine option = MadeLine.option(
                            underlying,
                            place,
                            expiries.get(pair.expiry()),
                            terms.get(pair.expiry()),
                            multiple * interval,
                            type);
                    contracts.add(settled(option, lots, seed, before));
                }
            }
        }
    }

    /** What is open in a contract at first is a matter of its symbol and the seed, later what the day before left. */
    private MadeLine settled(MadeLine contract, double lots, long seed, Map<String, Long> before) {
        String symbol = contract.instrument().symbol();
        Long known = before.get(symbol);
        double share = 0.4 + 1.2 * SplitMix64.of(seed, SplitMix64.key(symbol)).unit();
        contract.changeOpenInterest(known == null ? (long) (lots * share) * underlying.lotSize() : known);
        return contract;
    }

    /** {@return the contracts, once they are chosen} */
    List<MadeLine> contracts() {
        return contracts;
    }

    int place() {
        return place;
    }

    /**
     * {@return how much a contract is traded beside the nearest call at the money}
     *
     * @param price of the index
     */
    double weight(MadeLine contract, double price) {
        LocalDate expiry = contract.instrument().expiry();
        if (contract.instrument().optionType() == null) {
            return StrictMath.pow(0.25, monthly.indexOf(expiry));
        }
        double steps = (contract.strike() - price) / underlying.strikeInterval();
        boolean inTheMoney = contract.instrument().optionType() == OptionType.CE ? steps < -1 : steps > 1;
        return expiryWeight(expiries.indexOf(expiry), true) * nearness(steps) * (inTheMoney ? 0.35 : 1);
    }

    private static double nearness(double steps) {
        return 1 / (1 + steps * steps / (REACH * REACH));
    }

    /** The last day of contracts is their busiest. */
    private double expiryWeight(int expiry, boolean today) {
        LocalDate day = expiries.get(expiry);
        double weight = StrictMath.pow(0.35, expiry) + (monthly.contains(day) ? 0.05 : 0.01);
        return today && day.equals(date) ? 2.5 * weight : weight;
    }
}
