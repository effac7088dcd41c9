package dev.nightjar.simulation;

/** Tells when one number goes from one side of another to the other side. */
final class Crossing {

    private final Profile profile;
    /** The difference at the bar before; with {@link Profile#BACKTRADER} the last one that was not 0. */
    private double before = Double.NaN;

    Crossing(Profile profile) {
        this.profile = profile;
    }

    /**
     * Takes the next difference, NaN if there is none.
     *
     * @return 1 if it crossed upwards, -1 if downwards, else 0
     */
    int next(double difference) {
        int crossed = 0;
        if (!Double.isNaN(difference) && !Double.isNaN(before)) {
            boolean tieIsBelow = profile == Profile.NIGHTJAR;
            if (difference > 0 && (tieIsBelow ? before <= 0 : before < 0)) {
                crossed = 1;
            } else if (difference < 0 && (tieIsBelow ? before >= 0 : before > 0)) {
                crossed = -1;
            }
        }
        if (profile != Profile.BACKTRADER || difference != 0 || Double.isNaN(before)) {
            before = difference;
        }
        return crossed;
    }
}
