package dev.nightjar.strategy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads nodes of known types. */
final class NodeReader {

    private static final Choices<String> ENTRY_ACTION = Choices.of("action type", new String[] {"entry"});
    private static final Choices<String> EXIT_ACTION = Choices.of("action type", new String[] {"exit"});

    private final Instruments instruments;
    private final References references;
    private final SignalReader signals;

    NodeReader(Instruments instruments, References references) {
        this.instruments = instruments;
        this.references = references;
        this.signals = new SignalReader(instruments, references);
    }

    Node read(String id, String type, ObjectReader data) {
        String label = data.optionalText("label", "the name of the node");
        Node node = read(id, type, label == null ? id : label, data);
        Switched.warnOfAlert(data);
        data.warnOfTheRest();
        return node;
    }

    private Node read(String id, String type, String label, ObjectReader data) {
        return switch (type) {
            case "startNode" -> new Node.Start(id, label);
            case "entrySignalNode" -> signals.entrySignal(id, label, data);
            case "exitSignalNode" -> signals.exitSignal(id, label, data);
            case "entryNode" -> entry(id, label, data);
            case "exitNode" -> exit(id, label, data);
            case "squareOffNode" -> SquareOffReader.read(id, label, data);
            default -> signals.reEntrySignal(id, label, data);
        };
    }

    private Node entry(String id, String label, ObjectReader data) {
        data.check("actionType", ENTRY_ACTION);
        checkInstrument(data);
        for (Place variable : data.list("variables", "variables")) {
            variable.warning("only signal nodes store variables, it has no effect");
        }
        List<Node.Leg> legs = new ArrayList<>();
        LegReader reader = new LegReader(instruments, references);
        Place positions = data.need("positions", "a list of at least one leg");
        if (positions != null
                && positions.value() instanceof JsonValue.Array array
                && array.elements().isEmpty()) {
            positions.error("must have at least one leg");
        }
        for (Place place : data.list("positions", "legs")) {
            Node.Leg leg = reader.read(place);
            if (leg != null) {
                legs.add(leg);
            }
        }
        return new Node.Entry(id, label, legs);
    }

    private Node exit(String id, String label, ObjectReader data) {
        data.check("actionType", EXIT_ACTION);
        checkInstrument(data);
        return new ExitReader(references).read(id, label, data);
    }

    /** Only the trading instrument is traded; files call it TI or by its symbol. */
    private void checkInstrument(ObjectReader data) {
        String instrument = data.optionalText("instrument", "TI");
        Instruments.Declared trading = instruments.trading();
        if (instrument == null || instrument.equals("TI") || trading == null) {
            return;
        }
        @Nullable InstrumentConfig config = trading.config();
        if (config != null && !config.symbol().equals(instrument)) {
            data.place("instrument")
                    .error("only the trading instrument can be traded, accepted: TI or " + config.symbol());
        }
    }
}
