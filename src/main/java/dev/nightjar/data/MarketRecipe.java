package dev.nightjar.data;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is to be generated. The same recipe gives the same rows, byte for byte, with every Java and on every machine.
 *
 * @param seed any number; another one gives another market
 * @param first the first calendar day
 * @param last the last one; days without trading between them are left out
 * @param underlyings the indices and stocks, the most traded first; the market's own index leads even if it is not named
 *     first
 * @param instruments how many instruments a day has, the underlyings among them
 * @param ticks how many rows a day has
 * @param expiryDay whether contracts expire on the weekday of the last day, instead of on their usual one
 * @param milliseconds whether times have milliseconds, else they are whole seconds
 * @param quotes whether rows have the best bid and ask; one in four is a quote alone then
 * @param gzip whether tick files are compressed
 */
public record MarketRecipe(
        long seed,
        LocalDate first,
        LocalDate last,
        List<String> underlyings,
        int instruments,
        long ticks,
        boolean expiryDay,
        boolean milliseconds,
        boolean quotes,
        boolean gzip) {

    /** The most ticks a day may have. */
    public static final long MOST_TICKS = 1_000_000_000L;

    private static final int INSTRUMENTS_AN_INDEX = 150;
    private static final int INSTRUMENTS_ANOTHER_INDEX_COMES_WITH = 300;
    private static final int INSTRUMENTS_A_STOCK_COMES_WITH = 30;
    private static final int MOST_DAYS = 3_660;

    private static final Pattern STOCK = Pattern.compile("[A-Z][A-Z0-9&-]{0,19}");
    private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,8}");

    public MarketRecipe {
        underlyings = List.copyOf(underlyings);
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("the last day " + last + " is before the first, " + first);
        }
        if (first.plusDays(MOST_DAYS).isBefore(last)) {
            throw new IllegalArgumentException(
                    "from " + first + " to " + last + " are more than " + MOST_DAYS + " days");
        }
        if (underlyings.isEmpty() || instruments < underlyings.size() || instruments > Symbols.most(underlyings)) {
            throw new IllegalArgumentException("instruments must be " + underlyings.size() + " to "
                    + Symbols.most(underlyings) + " with the underlyings " + underlyings + ", was " + instruments);
        }
        if (ticks < underlyings.size() || ticks > MOST_TICKS) {
            throw new IllegalArgumentException("ticks must be at least one for each of the " + underlyings.size()
                    + " underlyings, and at most " + MOST_TICKS + ", was " + ticks);
        }
    }

    /**
     * Which instruments.
     *
     * @param underlyings the indices and stocks
     * @param instruments how many instruments in all
     */
    public record Symbols(List<String> underlyings, int instruments) {

        public Symbols {
            underlyings = List.copyOf(underlyings);
        }

        /**
         * Reads how many instruments are wanted, or the names of underlyings, or names and behind them the number:
         * {@code 300}, {@code NIFTY,RELIANCE} or {@code NIFTY,BANKNIFTY,1000}. A number alone is NIFTY with its contracts,
         * from 30 on with stocks and from 300 on with further indices. Names alone are 150 instruments for each index, and 1
         * for each stock.
         *
         * @throws IllegalArgumentException saying what would be accepted
         */
        public static Symbols of(String text) {
            Set<String> names = new LinkedHashSet<>();
            int number = 0;
            for (String word : text.split(",", -1)) {
                String name = word.strip();
                if (number == 0 && COUNT.matcher(name).matches()) {
                    number = Integer.parseInt(name);
                } else if (number > 0 || !STOCK.matcher(name).matches() || !names.add(name)) {
                    throw new IllegalArgumentException("must be a number of instruments, or different names of indices"
                            + " and stocks in capital letters, such as NIFTY,BANKNIFTY,RELIANCE, and behind them, if need"
                            + " be, the number");
                }
            }
            Symbols symbols = names.isEmpty() ? ofNumber(number) : ofNames(List.copyOf(names), number);
            int most = most(symbols.underlyings());
            if (symbols.instruments() > most) {
                throw new IllegalArgumentException(
                        "must be at most " + most + " instruments with " + String.join(",", symbols.underlyings()));
            }
            if (symbols.instruments() < symbols.underlyings().size()) {
                throw new IllegalArgumentException(
                        "names " + symbols.underlyings().size() + " underlyings, so the number must be at least that");
            }
            return symbols;
        }

        private static Symbols ofNumber(int number) {
            List<String> names = new ArrayList<>();
            List<MadeUnderlying> indices = MadeUnderlying.indices();
            int further = Math.min(indices.size() - 1, number / INSTRUMENTS_ANOTHER_INDEX_COMES_WITH);
            indices.subList(0, 1 + further).forEach(index -> names.add(index.symbol()));
            List<String> stocks = MadeUnderlying.stocks();
            names.addAll(stocks.subList(0, Math.min(stocks.size(), number / INSTRUMENTS_A_STOCK_COMES_WITH)));
            return new Symbols(names, number);
        }

        private static Symbols ofNames(List<String> names, int number) {
            int usual = names.stream()
                    .mapToInt(name -> MadeUnderlying.index(name).isPresent() ? INSTRUMENTS_AN_INDEX : 1)
                    .sum();
            return new Symbols(names, number == 0 ? usual : number);
        }

        private static int most(List<String> names) {
            long indices = names.stream()
                    .filter(name -> MadeUnderlying.index(name).isPresent())
                    .count();
            return names.size() + (int) indices * MadeChain.MOST_CONTRACTS;
        }
    }
}
