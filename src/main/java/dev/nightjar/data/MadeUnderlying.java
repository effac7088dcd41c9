package dev.nightjar.data;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Optional;

/**
 * What the generator knows of an index or a stock. All of it is made, near what the Indian market looked like in 2024; none
 * of it is reference data.
 *
 * @param symbol of the index or stock
 * @param exchange where it is quoted
 * @param derivativesExchange where its contracts trade; empty if it has none
 * @param level where its first day opens, about
 * @param volatility of its price, a year
 * @param correlation with the market as a whole, 0 to 1
 * @param strikeInterval of its options
 * @param lotSize of its contracts; of a stock, what it trades in
 * @param expiryDay the weekday its contracts expire on
 */
record MadeUnderlying(
        String symbol,
        String exchange,
        String derivativesExchange,
        double level,
        double volatility,
        double correlation,
        int strikeInterval,
        int lotSize,
        DayOfWeek expiryDay) {

    private static final List<MadeUnderlying> INDICES = List.of(
            new MadeUnderlying("NIFTY", "NSE", "NFO", 24_300, 0.115, 1, 50, 75, DayOfWeek.THURSDAY),
            new MadeUnderlying("BANKNIFTY", "NSE", "NFO", 51_800, 0.14, 0.88, 100, 30, DayOfWeek.WEDNESDAY),
            new MadeUnderlying("FINNIFTY", "NSE", "NFO", 23_900, 0.13, 0.9, 50, 65, DayOfWeek.TUESDAY),
            new MadeUnderlying("MIDCPNIFTY", "NSE", "NFO", 12_250, 0.15, 0.8, 25, 120, DayOfWeek.MONDAY),
            new MadeUnderlying("SENSEX", "BSE", "BFO", 80_000, 0.113, 0.99, 100, 20, DayOfWeek.FRIDAY));

    /** Names of stocks for those who only say how many instruments they want. */
    private static final List<String> STOCKS = List.of(
            "RELIANCE",
            "HDFCBANK",
            "ICICIBANK",
            "INFY",
            "TCS",
            "ITC",
            "LT",
            "SBIN",
            "BHARTIARTL",
            "AXISBANK",
            "KOTAKBANK",
            "HINDUNILVR",
            "BAJFINANCE",
            "MARUTI",
            "SUNPHARMA",
            "TITAN",
            "NTPC",
            "ONGC",
            "TATASTEEL",
            "WIPRO");

    /** {@return the indices with option chains, the most traded first} */
    static List<MadeUnderlying> indices() {
        return INDICES;
    }

    /** {@return the names of the stocks that come without being named} */
    static List<String> stocks() {
        return STOCKS;
    }

    static Optional<MadeUnderlying> index(String symbol) {
        return INDICES.stream().filter(index -> index.symbol().equals(symbol)).findFirst();
    }

    /** {@return the index of that name, else a made stock: a level from 150 to 4000, and no contracts on it} */
    static MadeUnderlying of(String symbol, long seed) {
        return index(symbol).orElseGet(() -> {
            SplitMix64 random = SplitMix64.of(seed, SplitMix64.key(symbol));
            double level = Math.floor(150 + 3850 * random.unit() * random.unit());
            double volatility = 0.18 + 0.17 * random.unit();
            double correlation = 0.35 + 0.4 * random.unit();
            return new MadeUnderlying(symbol, "NSE", "", level, volatility, correlation, 0, 1, DayOfWeek.THURSDAY);
        });
    }

    boolean isIndex() {
        return !derivativesExchange.isEmpty();
    }
}
