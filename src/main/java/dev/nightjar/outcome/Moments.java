package dev.nightjar.outcome;

/**
 * Means and deviations of numbers. All are measured from the first number, which keeps equal numbers exactly equal, and summed in
 * the order given.
 */
final class Moments {

    private Moments() {}

    /** {@return the mean of at least one number} */
    static double mean(double[] values) {
        return values[0] + meanDistance(values);
    }

    /**
     * {@return the standard deviation}
     *
     * @param values more than ddof
     * @param ddof what the count is lessened by in the divisor: 1 for that of a sample, 0 for that of the numbers themselves
     */
    static double deviation(double[] values, int ddof) {
        return StrictMath.sqrt(variance(values, ddof));
    }

    /** {@return the variance}; see {@link #deviation} */
    static double variance(double[] values, int ddof) {
        double mean = meanDistance(values);
        double sum = 0;
        for (double value : values) {
            double distance = value - values[0] - mean;
            sum += distance * distance;
        }
        return sum / (values.length - ddof);
    }

    /** {@return the root of the mean square of what each number lies below the target; those above count as 0} */
    static double downside(double[] values, double target) {
        double sum = 0;
        for (double value : values) {
            double loss = Math.min(value - target, 0);
            sum += loss * loss;
        }
        return StrictMath.sqrt(sum / values.length);
    }

    /** {@return how much of a movement of the second numbers the first ones follow; NaN if the second ones do not move} */
    static double slope(double[] values, double[] others) {
        double mean = meanDistance(values);
        double otherMean = meanDistance(others);
        double together = 0;
        double square = 0;
        for (int place = 0; place < values.length; place++) {
            double otherDistance = others[place] - others[0] - otherMean;
            together += (values[place] - values[0] - mean) * otherDistance;
            square += otherDistance * otherDistance;
        }
        return square == 0 ? Double.NaN : together / square;
    }

    /** {@return the mean of what the numbers differ from the first} */
    private static double meanDistance(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value - values[0];
        }
        return sum / values.length;
    }
}
