package dev.nightjar.engine;

/**
 * Counts the steps of an instance's day against its budget.
 *
 * <p>In each slice an instance takes a step for every leg it has, every node that waits or acts, and every value in the conditions of
 * such a node: what an evaluation of the slice has to look at. A slice that is left out counts like one that is evaluated, because nothing
 * changes in it; so the count depends on the instance and the market alone, not on how the engine gets there or how fast that is.
 */
final class StepCount {

    private final long budget;
    private long taken;

    StepCount(long budget) {
        this.budget = budget;
    }

    /** {@return of so many slices of equal steps that come next, how many fit what is left} */
    int fitting(int slices, long stepsEach) {
        return stepsEach == 0 ? slices : (int) Math.min(slices, (budget - taken) / stepsEach);
    }

    /** So many slices of equal steps, which fit, are passed. */
    void pass(int slices, long stepsEach) {
        taken += slices * stepsEach;
    }

    /** {@return why an instance stops whose next slice does not fit} */
    IllegalStateException exceeded(long stepsEach) {
        return new IllegalStateException("it takes more than " + budget
                + " steps on this day, which is its step budget; it took " + taken
                + " until here, and the next slice takes "
                + stepsEach);
    }
}
