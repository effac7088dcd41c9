package dev.nightjar.strategy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the graph of a strategy inside the objects and texts it is stored in, and what they call it on the way. */
final class Envelope {

    private static final int MAX_LAYERS = 4;
    private static final String FORM = "an object with nodes and edges, or one with strategy or strategy_config";

    private @Nullable String strategyId;
    private @Nullable String userId;
    private @Nullable String name;
    private @Nullable Place nodes;
    private @Nullable Place edges;

    static Envelope open(Place document) {
        Envelope envelope = new Envelope();
        envelope.open(document, 1);
        if (envelope.strategyId == null && envelope.nodes != null) {
            envelope.missingId(document);
        }
        return envelope;
    }

    @Nullable String strategyId() {
        return strategyId;
    }

    @Nullable String userId() {
        return userId;
    }

    @Nullable String name() {
        return name;
    }

    @Nullable Place nodes() {
        return nodes;
    }

    @Nullable Place edges() {
        return edges;
    }

    private boolean hasHostileId;

    private void missingId(Place document) {
        if (!hasHostileId) {
            document.member("strategy_id", Integer.MAX_VALUE, null)
                    .error("is missing, expected the id of the strategy");
        }
    }

    private void open(Place place, int layer) {
        Place decoded = place.decoded();
        ObjectReader object = decoded == null ? null : ObjectReader.of(decoded, FORM);
        if (object == null) {
            return;
        }
        readNames(object);
        if (object.find("nodes") != null) {
            nodes = decodedMember(object, "nodes");
            edges = object.need("edges", "a list of edges") == null ? null : decodedMember(object, "edges");
        } else {
            openInner(object, layer);
        }
        object.without("edges").without(DrawingMembers.OF_FILES).warnOfTheRest();
    }

    private void openInner(ObjectReader object, int layer) {
        Place strategy = object.find("strategy");
        Place config = object.find("strategy_config");
        if (strategy != null && config != null) {
            config.error("there is a strategy as well, expected one of the two");
            return;
        }
        Place inner = strategy != null ? strategy : config;
        if (inner == null || layer == MAX_LAYERS) {
            object.place("nodes").error("is missing, expected " + FORM);
            return;
        }
        open(inner, layer + 1);
    }

    private static @Nullable Place decodedMember(ObjectReader object, String name) {
        Place member = object.find(name);
        return member == null ? null : member.decoded();
    }

    /** The outermost names count. */
    private void readNames(ObjectReader object) {
        String idName = object.find("strategy_id") != null ? "strategy_id" : "id";
        strategyId = outermost(strategyId, folderId(object, idName), object.place(idName));
        userId = outermost(userId, folderId(object, "user_id"), object.place("user_id"));
        String written = object.optionalText("name", "the name of the strategy");
        String alternative = object.optionalText("strategy_name", "the name of the strategy");
        if (name == null) {
            name = written == null ? alternative : written;
        }
        object.without("id");
    }

    private static @Nullable String outermost(@Nullable String outer, @Nullable String inner, Place place) {
        if (outer != null && inner != null && !outer.equals(inner)) {
            place.warning("has no effect, the object around it says " + Shown.name(outer));
        }
        return outer == null ? inner : outer;
    }

    private @Nullable String folderId(ObjectReader object, String member) {
        Place place = object.find(member);
        if (place == null) {
            return null;
        }
        if (!(place.value() instanceof JsonValue.Text text)) {
            hasHostileId = true;
            place.error("must be a text");
            return null;
        }
        Optional<String> problem = FolderIds.problem(text.value());
        if (problem.isPresent()) {
            hasHostileId = true;
            place.error(problem.get());
            return null;
        }
        return text.value();
    }
}
