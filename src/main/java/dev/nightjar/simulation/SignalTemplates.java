package dev.nightjar.simulation;

import java.util.List;
import java.util.Optional;

/** The templates there are. */
public final class SignalTemplates {

    private static final List<SignalTemplate> ALL =
            List.of(new MaCrossover(), new Rsi(), new BollingerBands(), new BuyAndHold());

    private SignalTemplates() {}

    public static List<SignalTemplate> all() {
        return ALL;
    }

    public static List<String> ids() {
        return ALL.stream().map(SignalTemplate::id).toList();
    }

    public static Optional<SignalTemplate> find(String id) {
        return ALL.stream().filter(template -> template.id().equals(id)).findFirst();
    }
}
