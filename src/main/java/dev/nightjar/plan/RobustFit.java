package dev.nightjar.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what each amount costs from rows of amounts and what they cost together.
 *
 * <p>Costs start from values that are believed, and are moved by the rows: what a cost explains of a row is scaled by how much more the row
 * took than was expected (multiplicative updates, as in Richardson 1972 and Lucy 1974), so none becomes negative. The belief counts as
 * some rows more. A row counts by its relative error, whatever its size; one that lies far outside the others' errors counts less the
 * farther it lies (Huber's weights). However all rows lie, no cost leaves a range around what is believed of it.
 */
final class RobustFit {

    private static final int ROUNDS = 150;
    private static final int ROUNDS_OF_WEIGHTS = 10;

    /** Errors are never believed to be smaller. */
    private static final double LEAST_SPREAD = 0.1;

    /** Rows within so many spreads of the middle count fully. */
    private static final double FULL = 2;

    /** Nothing that was measured makes a cost so many times more or less than is believed. */
    private static final double FARTHEST = 50;

    private RobustFit() {}

    /** A row: amounts, what they cost together, and how much it counts. */
    record Row(double[] amounts, double cost, double weight) {}

    /**
     * {@return the costs}
     *
     * @param believed what one of each amount costs as far as is known; above 0
     * @param belief how many rows that counts for, for each amount; infinite leaves it as it is
     * @param floor rows that cost less than this count less
     */
    static double[] fit(double[] believed, double[] belief, Row[] rows, double floor) {
        double[] costs = believed.clone();
        if (rows.length == 0) {
            return costs;
        }
        Errors errors = Errors.of(rows, costs);
        for (int round = 0; round < ROUNDS; round++) {
            if (round % ROUNDS_OF_WEIGHTS == 0) {
                errors = Errors.of(rows, costs);
            }
            double[] ratios = new double[rows.length];
            double[] weights = new double[rows.length];
            for (int row = 0; row < rows.length; row++) {
                double expected = expected(costs, rows[row]);
                ratios[row] = errors.bounded(rows[row].cost() / expected);
                weights[row] = rows[row].weight() * errors.weight(row) / (expected + floor);
            }
            double[] next = costs.clone();
            for (int column = 0; column < costs.length; column++) {
                if (Double.isInfinite(belief[column])) {
                    continue;
                }
                double expected = belief[column] / believed[column];
                double found = belief[column];
                for (int row = 0; row < rows.length; row++) {
                    double amount = weights[row] * rows[row].amounts()[column];
                    expected += amount;
                    found += amount * costs[column] * ratios[row];
                }
                next[column] = believed[column] * bounded(found / expected / believed[column]);
            }
            costs = next;
        }
        return costs;
    }

    /** {@return by how much the rows cost more than expected, in the middle; 1 without rows} */
    static double scale(double[] costs, Row[] rows) {
        double[] ratios = new double[rows.length];
        double[] weights = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            double expected = expected(costs, rows[row]);
            ratios[row] = rows[row].cost() / expected;
            weights[row] = rows[row].weight() * expected;
        }
        return rows.length == 0 ? 1 : bounded(median(ratios, weights));
    }

    /** {@return how many times more something may be believed to cost than before} */
    static double bounded(double times) {
        return Math.min(FARTHEST, Math.max(1 / FARTHEST, times));
    }

    static double expected(double[] costs, Row row) {
        double sum = 0;
        for (int column = 0; column < costs.length; column++) {
            sum += costs[column] * row.amounts()[column];
        }
        return Math.max(sum, 1e-12);
    }

    /**
     * How far the rows lie from what is expected of them.
     *
     * @param middle of the logarithms of what they cost over what was expected
     * @param spread how far from it the middle one of them lies, as a standard deviation
     * @param distances of each row from the middle
     */
    private record Errors(double middle, double spread, double[] distances) {

        static Errors of(Row[] rows, double[] costs) {
            double[] errors = Arrays.stream(rows)
                    .mapToDouble(row -> Math.log(Math.max(row.cost(), 1e-9) / expected(costs, row)))
                    .toArray();
            double middle = median(errors, null);
            double[] distances =
                    Arrays.stream(errors).map(error -> Math.abs(error - middle)).toArray();
            return new Errors(middle, Math.max(LEAST_SPREAD, 1.4826 * median(distances, null)), distances);
        }

        double weight(int row) {
            return Math.min(1, FULL * spread / Math.max(distances[row], 1e-9));
        }

        /** {@return the ratio, but none far outside: it moves nothing by more than one at the edge does} */
        double bounded(double ratio) {
            double edge = 2 * FULL * spread;
            // A row that costs what is expected moves nothing, wherever the middle was when it was last looked for.
            double highest = Math.max(1, Math.exp(middle + edge));
            double lowest = Math.min(1, Math.exp(middle - edge));
            return Math.min(highest, Math.max(lowest, ratio));
        }
    }

    /** {@return the middle one; of an even number of equal weights the mean of both}, equal weights if none are given. */
    static double median(double[] values, double @Nullable [] weights) {
        Integer[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer place) -> values[place])
                        .thenComparing(place -> place))
                .toArray(Integer[]::new);
        double half = (weights == null ? values.length : Arrays.stream(weights).sum()) / 2;
        double sum = 0;
        for (int place = 0; place < order.length; place++) {
            sum += weights == null ? 1 : weights[order[place]];
            if (sum > half) {
                return values[order[place]];
            }
            if (sum == half && place + 1 < order.length) {
                return (values[order[place]] + values[order[place + 1]]) / 2;
            }
        }
        return order.length == 0 ? 0 : values[order[order.length - 1]];
    }
}
