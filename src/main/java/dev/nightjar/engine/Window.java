package dev.nightjar.engine;

/** The last numbers of a series, oldest first. Sums over it add from the oldest to the newest, anew each time. */
final class Window {

    private final double[] numbers;
    private int oldest;
    private int count;

    /** @param length how many numbers it holds when it is full */
    Window(int length) {
        numbers = new double[length];
    }

    /** Takes a number, and drops the oldest if it is full. */
    void add(double number) {
        if (count < numbers.length) {
            numbers[count++] = number;
            return;
        }
        numbers[oldest] = number;
        oldest = oldest + 1 == numbers.length ? 0 : oldest + 1;
    }

    boolean isFull() {
        return count == numbers.length;
    }

    int length() {
        return numbers.length;
    }

    /** {@return a number; 0 is the oldest} */
    double get(int place) {
        int own = oldest + place;
        return numbers[own < numbers.length ? own : own - numbers.length];
    }

    double newest() {
        return get(count - 1);
    }

    double sum() {
        double sum = 0;
        for (int place = 0; place < count; place++) {
            sum += get(place);
        }
        return sum;
    }

    /** {@return the oldest, plus the sum of all differences to it divided by their number: of equal numbers exactly that} */
    double mean() {
        double first = get(0);
        double sum = 0;
        for (int place = 0; place < count; place++) {
            sum += get(place) - first;
        }
        return first + sum / count;
    }

    /**
     * {@return the root of the mean of the squared distances to the mean}
     *
     * @param mean the window's
     */
    double deviation(double mean) {
        double sum = 0;
        for (int place = 0; place < count; place++) {
            double distance = get(place) - mean;
            sum += distance * distance;
        }
        return StrictMath.sqrt(sum / count);
    }

    double highest() {
        return get(placeOfHighest());
    }

    double lowest() {
        return get(placeOfLowest());
    }

    /** {@return the latest place of the highest number} */
    int placeOfHighest() {
        int best = 0;
        for (int place = 1; place < count; place++) {
            best = get(place) >= get(best) ? place : best;
        }
        return best;
    }

    /** {@return the latest place of the lowest number} */
    int placeOfLowest() {
        int best = 0;
        for (int place = 1; place < count; place++) {
            best = get(place) <= get(best) ? place : best;
        }
        return best;
    }
}
