package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Session;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A made market in the form of a data folder: plausible days of any size, of which nothing was ever observed.
 *
 * <p>Days follow each other: a day opens where the one before closed, moved by what happened over night, and open interests
 * go on. The rows of a day are a function of the recipe and of the days before it in the recipe. Memory does not grow with
 * the number of ticks.
 */
public final class GeneratedMarket {

    private static final String EXCHANGE = "NSE";
    private static final int MOST_CLOSED_DAYS = 30;

    /** With 25 candles of 15 minutes in each, these are the 500 of a warm-up. */
    private static final int DAYS_BEFORE = 20;

    private static final int MOST_CALENDAR_DAYS_BEFORE = 60;

    private final TradingHours hours = TradingHours.shipped();
    private final MarketRecipe recipe;
    private final List<LocalDate> days;
    private final List<MadeUnderlying> underlyings;

    /**
     * Looks at the days of a recipe.
     *
     * @throws IllegalArgumentException if none of them is a trading day
     */
    public GeneratedMarket(MarketRecipe recipe) {
        this.recipe = recipe;
        days = recipe.first()
                .datesUntil(recipe.last().plusDays(1))
                .filter(this::trades)
                .toList();
        if (days.isEmpty()) {
            throw new IllegalArgumentException(closed());
        }
        underlyings = recipe.underlyings().stream()
                .map(symbol -> MadeUnderlying.of(symbol, recipe.seed()))
                .toList();
    }

    /** Of years whose holidays nobody has told, every weekday is taken. */
    private boolean trades(LocalDate date) {
        return hours.expected(EXCHANGE, date) != TradingHours.Expected.CLOSED && hours.session(EXCHANGE, date) != null;
    }

    private String closed() {
        String next = Stream.iterate(recipe.last(), date -> date.plusDays(1))
                .limit(MOST_CLOSED_DAYS)
                .filter(this::trades)
                .findFirst()
                .map(date -> "; the next trading day is " + date)
                .orElse("; its hours of that time are not known");
        return "the exchange is closed "
                + (recipe.first().equals(recipe.last())
                        ? "on " + recipe.first()
                        : "from " + recipe.first() + " to " + recipe.last())
                + next;
    }

    /** {@return the days that are made, ascending} */
    public List<LocalDate> days() {
        return days;
    }

    /**
     * Writes the folder. Its list of instruments comes last: a folder without one cannot be imported.
     *
     * @param progress told now and then how many more rows are written
     * @throws DataException if there is something in the folder
     */
    public void write(Path folder, LongConsumer progress) {
        refuseToMix(folder);
        double[] logarithms = underlyings.stream()
                .mapToDouble(underlying -> StrictMath.log(underlying.level()))
                .toArray();
        Map<String, Long> openInterests = new HashMap<>();
        SortedMap<String, String> listed = new TreeMap<>();
        MadeCandles candles = new MadeCandles(folder, underlyings);
        candles.before(earlier(), recipe.seed());
        for (LocalDate date : days) {
            List<MadeLine> lines = new ArrayList<>();
            GeneratedDay day = day(date, logarithms, openInterests, lines);
            DurableFile.write(
                    folder.resolve("ticks").resolve(date + (recipe.gzip() ? ".csv.gz" : ".csv")),
                    channel -> write(day, channel, progress));
            candles.write(session(date), day.minutes());
            openInterests.clear();
            for (MadeLine line : lines) {
                Instrument instrument = line.instrument();
                openInterests.put(instrument.symbol(), line.openInterest());
                listed.putIfAbsent(instrument.symbol(), row(instrument, date));
            }
        }
        DurableFile.write(folder.resolve("README.md"), readMe().getBytes(StandardCharsets.UTF_8));
        StringBuilder instruments = new StringBuilder("symbol,kind,exchange,underlying,expiry,strike,option_type,"
                + "lot_size,tick_size,price_scale,listed\n");
        listed.values().forEach(instruments::append);
        DurableFile.write(
                folder.resolve("instruments.csv"), instruments.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private String readMe() {
        return "# MADE DATA\n\nNothing in this folder was observed in a market. `data generate` of Nightjar made it, and makes it"
                + " again with the same arguments:\n\n    data generate --seed " + recipe.seed() + " --date "
                + recipe.first() + ".." + recipe.last() + " --symbols " + String.join(",", recipe.underlyings()) + ","
                + recipe.instruments() + " --ticks " + recipe.ticks() + (recipe.expiryDay() ? " --expiry-day" : "")
                + (recipe.milliseconds() ? " --resolution 1ms" : "") + (recipe.quotes() ? " --quotes" : "")
                + (recipe.gzip() ? " --gzip" : "") + "\n";
    }

    private static void refuseToMix(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new DataException(folder.toString(), List.of("is not a folder"));
        }
        if (Files.exists(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new DataException(
                            folder.toString(),
                            List.of(
                                    "is not empty; a made market gets a folder of its own, so name another or delete this"
                                            + " one"));
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(folder + " cannot be listed: " + unreadable.getMessage(), unreadable);
            }
        }
    }

    private GeneratedDay day(
            LocalDate date, double[] logarithms, Map<String, Long> openInterests, List<MadeLine> lines) {
        Session session = session(date);
        int seconds = (int) (session.close() - session.open());
        SplitMix64 random = SplitMix64.of(recipe.seed(), date.toEpochDay(), 1);
        MadePath path = new MadePath(underlyings, logarithms, seconds, random);
        for (int place = 0; place < underlyings.size(); place++) {
            lines.add(MadeLine.of(underlyings.get(place), place));
        }
        List<MadeLine> quoted = List.copyOf(lines);
        List<MadeChain> chains = new ArrayList<>();
        int[] contracts = contracts();
        for (int place = 0; place < contracts.length; place++) {
            if (contracts[place] > 0) {
                MadeUnderlying underlying = underlyings.get(place);
                DayOfWeek expiryDay =
                        recipe.expiryDay() ? days.get(days.size() - 1).getDayOfWeek() : underlying.expiryDay();
                MadeChain chain = new MadeChain(underlying, place, date, expiryDay, this::trades);
                chain.list(contracts[place], session, path.opening(place), recipe.seed(), openInterests);
                lines.addAll(chain.contracts());
                chains.add(chain);
            }
        }
        return new GeneratedDay(recipe, session, quoted, chains, path);
    }

    /** The days whose candles come before the first day's. */
    private List<Session> earlier() {
        List<LocalDate> dates = Stream.iterate(days.get(0).minusDays(1), date -> date.minusDays(1))
                .limit(MOST_CALENDAR_DAYS_BEFORE)
                .filter(this::trades)
                .limit(DAYS_BEFORE)
                .sorted()
                .toList();
        return dates.stream().map(this::session).toList();
    }

    private Session session(LocalDate date) {
        Session session = hours.session(EXCHANGE, date);
        if (session == null) {
            throw new IllegalStateException(EXCHANGE + " has no hours on " + date);
        }
        return session;
    }

    /** How many contracts each underlying has: the first index most, and none more than a chain can. */
    private int[] contracts() {
        int left = recipe.instruments() - underlyings.size();
        int[] contracts = new int[underlyings.size()];
        int[] indices = IntStream.range(0, contracts.length)
                .filter(place -> underlyings.get(place).isIndex())
                .toArray();
        double shares =
                Arrays.stream(indices).mapToDouble(GeneratedMarket::share).sum();
        int all = left;
        for (int place : indices) {
            contracts[place] = Math.min(MadeChain.MOST_CONTRACTS, (int) (all * share(place) / shares));
            left -= contracts[place];
        }
        for (int place : indices) {
            int more = Math.min(MadeChain.MOST_CONTRACTS - contracts[place], left);
            contracts[place] += more;
            left -= more;
        }
        return contracts;
    }

    private static double share(int place) {
        return 1.0 / (1 + place);
    }

    private void write(GeneratedDay day, FileChannel channel, LongConsumer progress) throws IOException {
        OutputStream file = Channels.newOutputStream(channel);
        if (!recipe.gzip()) {
            day.write(file, progress);
            return;
        }
        // closed by whoever opened the channel
        GZIPOutputStream compressed = new GZIPOutputStream(new BufferedOutputStream(file, 1 << 16), 1 << 16);
        day.write(compressed, progress);
        compressed.finish();
        compressed.flush();
    }

    private static String row(Instrument instrument, LocalDate listed) {
        boolean index = instrument.kind() == InstrumentKind.INDEX;
        return String.join(
                        ",",
                        instrument.symbol(),
                        instrument.kind().name(),
                        instrument.exchange(),
                        text(instrument.underlying()),
                        text(instrument.expiry()),
                        text(instrument.strike()),
                        text(instrument.optionType()),
                        index ? "" : Long.toString(instrument.lotSize()),
                        "0.05",
                        Integer.toString(instrument.priceScale()),
                        listed.toString())
                + "\n";
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
