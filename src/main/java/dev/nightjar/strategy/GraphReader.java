package dev.nightjar.strategy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads nodes and edges: first the names, then the start node, then everything that refers to them. */
final class GraphReader {

    private static final String OVERVIEW = "strategyOverview";
    private static final Choices<String> TYPES = Choices.of("node type", new String[] {
        "startNode",
        "entrySignalNode",
        "entryNode",
        "exitSignalNode",
        "exitNode",
        "reEntrySignalNode",
        "reEntryNode",
        "squareOffNode",
        OVERVIEW
    });

    private final References references = new References();
    private final List<Head> heads = new ArrayList<>();
    private final Map<String, Integer> placesById = new LinkedHashMap<>();
    private final Set<String> overviews = new HashSet<>();
    private final Place nodesPlace;
    private final @Nullable Place edgesPlace;
    private Instruments instruments = Instruments.NONE;

    GraphReader(Place nodesPlace, @Nullable Place edgesPlace) {
        this.nodesPlace = nodesPlace;
        this.edgesPlace = edgesPlace;
    }

    /** What is known of a node before it is read. */
    private record Head(String id, String type, Place place, ObjectReader data) {}

    /** The graph; complete only if no error was told. */
    record Graph(Instruments instruments, List<Node> nodes, List<List<Integer>> children) {}

    Graph read() {
        for (Place place : nodesPlace.elements("nodes")) {
            readHead(place);
        }
        readStart();
        NodeReader reader = new NodeReader(instruments, references);
        List<Node> nodes = new ArrayList<>();
        for (Head head : heads) {
            nodes.add(reader.read(head.id(), head.type(), head.data()));
        }
        List<List<Integer>> children = children();
        references.check();
        warnOfUnreachable(children);
        return new Graph(instruments, nodes, children);
    }

    private void readHead(Place place) {
        ObjectReader node = ObjectReader.of(place, "a node: an object with id, type and data");
        if (node == null) {
            return;
        }
        String id = node.text("id", "an id that is unique in the strategy");
        String type = node.choice("type", TYPES);
        if (id != null && !references.declareNode(id)) {
            node.place("id").error("another node has this id already");
            return;
        }
        if (id != null && (type == null || type.equals(OVERVIEW))) {
            references.declareUnreadable(id);
            overviews.add(id);
            return;
        }
        Place dataPlace = node.need("data", "an object with the node's settings");
        ObjectReader data = dataPlace == null ? null : ObjectReader.of(dataPlace, "an object with the node's settings");
        node.without(DrawingMembers.OF_NODES).warnOfTheRest();
        if (id != null && type != null) {
            declare(id, type, place, data);
        }
    }

    private void declare(String id, String type, Place place, @Nullable ObjectReader data) {
        if (type.equals("entryNode")) {
            references.declareEntryNode(id);
        }
        if (data == null) {
            references.declareUnreadable(id);
            overviews.add(id);
            return;
        }
        placesById.put(id, heads.size());
        heads.add(new Head(id, type, place, data));
    }

    private void readStart() {
        Head start = null;
        for (Head head : heads) {
            if (!head.type().equals("startNode")) {
                continue;
            }
            if (start == null && nodesPlace.value() instanceof JsonValue.Array) {
                start = head;
                instruments = StartReader.read(head.data());
            } else {
                head.place().error("there is another start node already, expected one");
            }
        }
        if (start == null && nodesPlace.value() instanceof JsonValue.Array) {
            nodesPlace.error("there is no node of type startNode, expected one");
        }
    }

    private List<List<Integer>> children() {
        List<Set<Integer>> children = new ArrayList<>();
        heads.forEach(head -> children.add(new LinkedHashSet<>()));
        List<Place> edges = edgesPlace == null ? List.of() : edgesPlace.elements("edges");
        for (Place place : edges) {
            readEdge(place, children);
        }
        return children.stream().map(List::copyOf).toList();
    }

    private void readEdge(Place place, List<Set<Integer>> children) {
        ObjectReader edge = ObjectReader.of(place, "an edge: an object with source and target");
        if (edge == null) {
            return;
        }
        Integer source = end(edge, "source");
        Integer target = end(edge, "target");
        edge.without(DrawingMembers.OF_EDGES).warnOfTheRest();
        if (source != null && target != null) {
            children.get(source).add(target);
        }
    }

    private @Nullable Integer end(ObjectReader edge, String name) {
        String id = edge.text(name, "the id of a node");
        if (id == null) {
            return null;
        }
        Integer place = placesById.get(id);
        if (place == null && !overviews.contains(id)) {
            edge.place(name).unknown("node", id, placesById.keySet());
        }
        return place;
    }

    private void warnOfUnreachable(List<List<Integer>> children) {
        Set<Integer> reached = new HashSet<>();
        Deque<Integer> open = new ArrayDeque<>();
        for (int node = 0; node < heads.size(); node++) {
            if (heads.get(node).type().equals("startNode") && reached.add(node)) {
                open.add(node);
            }
        }
        while (!open.isEmpty()) {
            for (int child : children.get(open.remove())) {
                if (reached.add(child)) {
                    open.add(child);
                }
            }
        }
        for (int node = 0; node < heads.size(); node++) {
            if (!reached.contains(node) && !reached.isEmpty()) {
                heads.get(node).place().warning("no chain of edges leads here from the start node, it never acts");
            }
        }
    }
}
