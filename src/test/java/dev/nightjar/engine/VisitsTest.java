package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class VisitsTest {

    private static final int MOST = 500;

    /** Three legs share one re-entry signal, and all their exits act in one slice: the way down is longer than the graph. */
    @Test
    void aNodeMayStandOnTheWaySeveralTimes() {
        // start, signal, then entry, exit signal and exit of each leg, and the re-entry signal
        int[][] children = {{1}, {2, 5, 8}, {3}, {4}, {11}, {6}, {7}, {11}, {9}, {10}, {11}, {2, 5, 8}};

        assertThat(visits(children, 100, node -> node == 4 || node == 7 || node == 10, 11))
                .containsExactlyElementsOf(plain(children, 100, node -> node == 4 || node == 7 || node == 10, 11))
                .endsWith(10, 11);
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    /** As if one went through the graph with a list of the nodes that were visited, from which an exit takes one. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theOrderIsThatOfAPlainSearch(int seed) {
        Random random = new Random(seed);
        int count = 2 + random.nextInt(14);
        int[][] children = new int[count][];
        for (int node = 0; node < count; node++) {
            children[node] = random.ints(random.nextInt(4), 0, count).distinct().toArray();
        }
        int again = random.nextInt(count);
        int every = 1 + random.nextInt(4);
        int most = random.nextInt(12);

        assertThat(visits(children, most, node -> node % every == 0, again))
                .isEqualTo(plain(children, most, node -> node % every == 0, again));
    }

    private interface Exits {
        boolean isExit(int node);
    }

    /** {@return the nodes in the order of their visits, where some, at most so often, have another one visited again} */
    private static List<Integer> visits(int[][] children, int most, Exits exits, int again) {
        Visits visits = new Visits(children, 0);
        List<Integer> order = new ArrayList<>();
        boolean[] reached = reached(children);
        Visits.@Nullable Rest rest = null;
        int left = most;
        for (int place = 0; place < children.length && rest == null; place++) {
            int node = visits.node(place);
            if (!reached[node]) {
                break;
            }
            order.add(node);
            if (exits.isExit(node) && left-- > 0 && visits.place(again) <= place) {
                rest = visits.new Rest(node);
                rest.again(again);
            }
        }
        if (rest != null) {
            for (int node = rest.next(); node >= 0 && order.size() < MOST; node = rest.next()) {
                order.add(node);
                if (exits.isExit(node) && left-- > 0) {
                    rest.again(again);
                }
            }
        }
        return order;
    }

    private static boolean[] reached(int[][] children) {
        boolean[] reached = new boolean[children.length];
        plain(children, 0, node -> false, 0).forEach(node -> reached[node] = true);
        return reached;
    }

    private static List<Integer> plain(int[][] children, int most, Exits exits, int again) {
        List<Integer> order = new ArrayList<>();
        boolean[] visited = new boolean[children.length];
        go(0, children, visited, new int[] {most}, exits, again, order);
        return order;
    }

    private static void go(
            int node, int[][] children, boolean[] visited, int[] left, Exits exits, int again, List<Integer> order) {
        visited[node] = true;
        if (order.size() < MOST) {
            order.add(node);
        }
        if (exits.isExit(node) && left[0]-- > 0) {
            visited[again] = false;
        }
        for (int child : children[node]) {
            if (!visited[child]) {
                go(child, children, visited, left, exits, again, order);
            }
        }
    }
}
