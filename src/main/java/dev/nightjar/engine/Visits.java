package dev.nightjar.engine;

import java.util.Arrays;

/**
 * The order in which a slice visits the nodes of a graph: from the start, children before siblings, each once. Whether a node acts
 * does not change it, but where an exit has one visited again.
 */
final class Visits {

    private final int[][] children;
    /** By place in the order: the node. Nodes that are never visited come last. */
    private final int[] nodes;

    private final int[] places;
    /** By node: the one it is visited from. */
    private final int[] visitedFrom;

    /** @param children by node */
    Visits(int[][] children, int start) {
        this.children = children;
        int count = children.length;
        nodes = new int[count];
        places = new int[count];
        visitedFrom = new int[count];
        Arrays.fill(places, -1);
        int[] stack = new int[count];
        int[] child = new int[count];
        int depth = 0;
        int visited = 0;
        stack[0] = start;
        places[start] = 0;
        nodes[visited++] = start;
        visitedFrom[start] = -1;
        while (depth >= 0) {
            int node = stack[depth];
            if (child[depth] == children[node].length) {
                depth--;
                continue;
            }
            int next = children[node][child[depth]++];
            if (places[next] < 0) {
                places[next] = visited;
                nodes[visited++] = next;
                visitedFrom[next] = node;
                stack[++depth] = next;
                child[depth] = 0;
            }
        }
        for (int node = 0; node < count; node++) {
            if (places[node] < 0) {
                places[node] = visited;
                nodes[visited++] = node;
                visitedFrom[node] = -1;
            }
        }
    }

    int node(int place) {
        return nodes[place];
    }

    int place(int node) {
        return places[node];
    }

    /** The rest of a slice's visits, in which nodes may be visited once more. */
    final class Rest {

        private final boolean[] visited = new boolean[nodes.length];
        /** A node visited again may stand here several times, so there may be more than there are nodes. */
        private int[] stack = new int[nodes.length + 1];

        private int[] child = new int[nodes.length + 1];
        private int depth;

        /** @param latest the node visited last; all before it in the order were */
        Rest(int latest) {
            for (int node = 0; node < visited.length; node++) {
                visited[node] = places[node] <= places[latest];
            }
            int length = 0;
            for (int node = latest; node >= 0; node = visitedFrom[node]) {
                length++;
            }
            depth = length - 1;
            int below = -1;
            int place = depth;
            for (int node = latest; node >= 0; node = visitedFrom[node]) {
                stack[place] = node;
                child[place] = below < 0 ? 0 : indexOf(children[node], below) + 1;
                place--;
                below = node;
            }
        }

        private static int indexOf(int[] values, int value) {
            int index = 0;
            while (values[index] != value) {
                index++;
            }
            return index;
        }

        /** A node is to be visited, whether it was or not. */
        void again(int node) {
            visited[node] = false;
        }

        /** {@return the next node; -1 if there is none} */
        int next() {
            while (depth >= 0) {
                int[] own = children[stack[depth]];
                int next = child[depth]++;
                if (next == own.length) {
                    depth--;
                } else if (!visited[own[next]]) {
                    visited[own[next]] = true;
                    depth++;
                    if (depth == stack.length) {
                        stack = Arrays.copyOf(stack, 2 * depth);
                        child = Arrays.copyOf(child, 2 * depth);
                    }
                    stack[depth] = own[next];
                    child[depth] = 0;
                    return own[next];
                }
            }
            return -1;
        }
    }
}
