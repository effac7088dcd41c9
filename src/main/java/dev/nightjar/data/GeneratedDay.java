package dev.nightjar.data;

import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * One made day, written row by row.
 *
 * <p>How many rows a second has follows the time of the day: an opening burst, more at both ends than at noon, more after
 * a jump, by chance quiet and busy seconds, and a few pauses in which nothing ticks. Which instrument a row is of is drawn by
 * weight. Indices and stocks move along a {@link MadePath}; a contract is worth what Black and Scholes say at the last price
 * of its index that was written, and trades at one of the two steps around that, the nearer one more often.
 */
final class GeneratedDay {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** The money moves: so often, in seconds, the weights of contracts follow. */
    private static final int REWEIGHED = 300;

    private static final double TICKS_OF_AN_INDEX = 45_000;
    private static final double LEAST_TICKS_OF_AN_INDEX = 400;
    private static final double LEAST_SHARE_OF_AN_INDEX = 0.1;
    private static final double SHARE_OF_ALL_INDICES = 0.5;
    private static final double A_STOCK = 0.6;

    private static final int PAUSES = 3;
    private static final int LONGEST_PAUSE = 45;

    private static final int QUOTES_ALONE = 4;
    private static final int WIDER_FROM = 6;
    private static final int WIDEST_FROM = 16;

    /** In bigger days the open interest changes more rarely, so that it stays what it could be. */
    private static final double TICKS_WITH_INTEREST = 2_000_000;

    /** One random number gives three chances. */
    private static final int CHANCE_BITS = 21;

    private static final int CHANCE_MASK = (1 << CHANCE_BITS) - 1;
    private static final double CHANCE = 1.0 / (1 << CHANCE_BITS);

    private final MarketRecipe recipe;
    private final Session session;
    private final int seconds;
    private final double interestMoves;
    private final List<MadeChain> chains;
    private final MadePath path;
    private final MadeMinutes minutes;
    private final SplitMix64 random;
    private final MadeLine[] lines;
    private final int underlyings;
    private final double[] spots;
    private final double[] logSpots;
    private final int[] versions;

    /**
     * @param underlyings indices and stocks, in the order of the path
     * @param chains with their contracts
     */
    GeneratedDay(
            MarketRecipe recipe, Session session, List<MadeLine> underlyings, List<MadeChain> chains, MadePath path) {
        this.recipe = recipe;
        this.session = session;
        this.chains = chains;
        this.path = path;
        List<MadeLine> all = new ArrayList<>(underlyings);
        chains.forEach(chain -> all.addAll(chain.contracts()));
        lines = all.toArray(MadeLine[]::new);
        this.underlyings = underlyings.size();
        seconds = (int) (session.close() - session.open());
        minutes = new MadeMinutes(this.underlyings, seconds);
        interestMoves = Math.min(1, TICKS_WITH_INTEREST / recipe.ticks());
        random = SplitMix64.of(recipe.seed(), session.date().toEpochDay(), 2);
        spots = new double[this.underlyings];
        logSpots = new double[this.underlyings];
        versions = new int[this.underlyings];
    }

    /** @param progress told now and then how many more rows are written */
    void write(OutputStream out, LongConsumer progress) throws IOException {
        MadeRows rows = new MadeRows(out, recipe.milliseconds(), recipe.quotes());
        double[] until = activityUntil();
        double whole = until[seconds];
        LocalDateTime open =
                Instant.ofEpochSecond(session.open()).atZone(session.zone()).toLocalDateTime();
        AliasTable table = new AliasTable(weights());
        long done = 0;
        for (int second = 0; second < seconds; second++) {
            if (second % REWEIGHED == 0 && done >= underlyings) {
                table = new AliasTable(weights());
            }
            long end = (long) (recipe.ticks() * (until[second + 1] / whole));
            int count = (int) (end - done);
            if (count > 0) {
                rows.second(TIME.format(open.plusSeconds(second)));
            }
            for (int number = 0; number < count; number++) {
                double fraction = (number + random.unit()) / count;
                // the day begins with a price of everything that contracts depend on
                int line = done < underlyings ? (int) done : table.draw(random.next());
                rows.tick((int) (fraction * 1000), done, lines[line].field());
                values(line, second, fraction, rows);
                done++;
            }
            progress.accept(count);
        }
        rows.flush();
    }

    /** {@return the candles of the indices and stocks, once the day is written} */
    MadeMinutes minutes() {
        return minutes;
    }

    /** How busy the market is, summed up to each second. */
    private double[] activityUntil() {
        double[] busy = new double[seconds];
        for (int second = 0; second < seconds; second++) {
            double fromNoon = 2.0 * second / seconds - 1;
            busy[second] = (0.7
                            + 0.9 * fromNoon * fromNoon
                            + 5 * StrictMath.exp(-second / 90.0)
                            + 0.8 * StrictMath.exp((second - seconds) / 600.0))
                    * (0.4 + 0.6 * random.exponential());
        }
        for (int jump : path.jumpSeconds()) {
            for (int second = jump; second < seconds; second++) {
                busy[second] *= 1 + 2.5 * StrictMath.exp((jump - second) / 60.0);
            }
        }
        for (int pause = 0; pause < PAUSES; pause++) {
            int from = seconds / 10 + (int) (random.unit() * seconds * 0.8);
            int length = 5 + (int) (random.unit() * (LONGEST_PAUSE - 5));
            for (int second = from; second < Math.min(seconds, from + length); second++) {
                busy[second] = 0;
            }
        }
        double[] until = new double[seconds + 1];
        for (int second = 0; second < seconds; second++) {
            until[second + 1] = until[second] + busy[second];
        }
        return until;
    }

    private double[] weights() {
        double[] weights = new double[lines.length];
        double others = 0;
        int indices = 0;
        for (int line = 0; line < underlyings; line++) {
            if (lines[line].kind() == InstrumentKind.STOCK) {
                weights[line] = A_STOCK;
                others += A_STOCK;
            } else {
                indices++;
            }
        }
        int line = underlyings;
        for (MadeChain chain : chains) {
            for (MadeLine contract : chain.contracts()) {
                double spot = spots[chain.place()] > 0 ? spots[chain.place()] : path.opening(chain.place());
                weights[line] = chain.weight(contract, spot) / (1 + chain.place());
                others += weights[line++];
            }
        }
        double share = Math.min(
                SHARE_OF_ALL_INDICES / Math.max(1, indices),
                Math.min(
                        TICKS_OF_AN_INDEX / recipe.ticks(),
                        Math.max(LEAST_SHARE_OF_AN_INDEX, LEAST_TICKS_OF_AN_INDEX / recipe.ticks())));
        for (int index = 0; index < underlyings; index++) {
            if (lines[index].kind() == InstrumentKind.INDEX) {
                weights[index] = others == 0 ? 1 : others * share / (1 - indices * share);
            }
        }
        return weights;
    }

    private void values(int number, int second, double fraction, MadeRows rows) {
        MadeLine line = lines[number];
        int place = line.place();
        if (number >= underlyings) {
            double value = line.value(second, versions[place], spots[place], logSpots[place]);
            trade(line, second, value * 100 / MadeLine.STEP, spread(line, spots[place]), rows);
            return;
        }
        double steps = path.price(place, second, fraction) * 100 / MadeLine.STEP;
        if (line.kind() == InstrumentKind.STOCK) {
            trade(line, second, steps, 0, rows);
            return;
        }
        long price = Math.max(1, (long) Math.floor(steps + 0.5)) * MadeLine.STEP;
        spots[place] = price / 100.0;
        logSpots[place] = StrictMath.log(spots[place]);
        versions[place]++;
        minutes.trade(place, second / 60, price, 0);
        rows.values(price, 0, 0, 0, 0);
    }

    /** {@return by how many steps bid and ask are wider apart than one} */
    private static int spread(MadeLine contract, double spot) {
        if (contract.kind() == InstrumentKind.FUTURE) {
            return 0;
        }
        double away = Math.abs(contract.strike() - spot) / contract.underlying().strikeInterval();
        if (away < WIDER_FROM) {
            return 0;
        }
        return away < WIDEST_FROM ? 1 : 3;
    }

    private void trade(MadeLine line, int second, double steps, int spread, MadeRows rows) {
        long chances = random.next();
        long lower = Math.max(1, (long) Math.floor(steps));
        long bid = Math.max(1, lower - spread) * MadeLine.STEP;
        long ask = (lower + 1 + spread) * MadeLine.STEP;
        if (recipe.quotes() && chances % QUOTES_ALONE == 0) {
            rows.values(0, 0, line.openInterest(), bid, ask);
            return;
        }
        long price = chance(chances, 0) < steps - lower ? lower + 1 : lower;
        double size = chance(chances, 1);
        if (line.kind() == InstrumentKind.STOCK) {
            long shares = (long) (8 / (0.01 + size));
            minutes.trade(line.place(), second / 60, price * MadeLine.STEP, shares);
            rows.values(price * MadeLine.STEP, shares, 0, bid, ask);
            return;
        }
        long quantity = line.underlying().lotSize() * Math.max(1, (long) (1 / (0.03 + size)));
        double opened = session.date().equals(line.instrument().expiry()) ? 0.27 : 0.32;
        double change = chance(chances, 2) / interestMoves;
        if (change < opened) {
            line.changeOpenInterest(quantity);
        } else if (change < 0.6) {
            line.changeOpenInterest(-quantity);
        }
        rows.values(price * MadeLine.STEP, quantity, line.openInterest(), bid, ask);
    }

    private static double chance(long bits, int which) {
        return ((bits >>> (which * CHANCE_BITS)) & CHANCE_MASK) * CHANCE;
    }
}
