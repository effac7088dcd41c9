package dev.nightjar.plan;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much more workers get done: the Universal Scalability Law, {@code C(n) = n / (1 + s(n-1) + k n(n-1))}.
 *
 * @param sigma the share of the work in which workers wait for each other
 * @param kappa what it costs every two of them to agree
 * @see <a href="https://arxiv.org/abs/0808.1431">Gunther (2008), A General Theory of Computational Scalability</a>
 */
public record Usl(double sigma, double kappa) {

    /** Before anything was measured. */
    public static final Usl SHIPPED = new Usl(0.03, 0.004);

    public Usl {
        if (!(sigma >= 0 && sigma <= 1 && kappa >= 0)) {
            throw new IllegalArgumentException(
                    "sigma must be 0 to 1 and kappa at least 0, were " + sigma + " and " + kappa);
        }
    }

    /** {@return how many times the work of one so many workers get done} */
    public double capacity(int workers) {
        return workers / (1 + sigma * (workers - 1) + kappa * workers * (workers - 1.0));
    }

    /** {@return the number of workers that get most done; infinite if more always get more done} */
    public double best() {
        return kappa == 0 ? Double.POSITIVE_INFINITY : Math.sqrt((1 - sigma) / kappa);
    }

    /**
     * {@return the law that fits measured capacities best, by least squares of {@code n/C - 1}}
     *
     * @param capacities by number of workers; from one number of workers above 1, the shipped law's proportions are kept
     */
    static Usl fit(SortedMap<Integer, Double> capacities) {
        TreeMap<Integer, Double> several = new TreeMap<>(capacities);
        several.keySet().removeIf(workers -> workers < 2);
        if (several.isEmpty()) {
            return SHIPPED;
        }
        double aa = 0;
        double ab = 0;
        double bb = 0;
        double ay = 0;
        double by = 0;
        double shipped = 0;
        for (var entry : several.entrySet()) {
            double a = entry.getKey() - 1.0;
            double b = entry.getKey() * a;
            double y = Math.max(0, entry.getKey() / entry.getValue() - 1);
            aa += a * a;
            ab += a * b;
            bb += b * b;
            ay += a * y;
            by += b * y;
            shipped = entry.getKey() / SHIPPED.capacity(entry.getKey()) - 1;
        }
        if (several.size() > 1) {
            double determinant = aa * bb - ab * ab;
            double sigma = (ay * bb - by * ab) / determinant;
            double kappa = (by * aa - ay * ab) / determinant;
            if (sigma < 0) {
                return new Usl(0, by / bb);
            }
            return kappa < 0 ? new Usl(Math.min(1, ay / aa), 0) : new Usl(Math.min(1, sigma), kappa);
        }
        // With one number of workers there is one y, and ay is a * y.
        double share = ay / Math.sqrt(aa) / shipped;
        return new Usl(Math.min(1, SHIPPED.sigma * share), SHIPPED.kappa * share);
    }
}
