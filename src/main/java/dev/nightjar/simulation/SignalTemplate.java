package dev.nightjar.simulation;

import dev.nightjar.market.Bars;
import java.util.List;

/**
 * A strategy with a name and some parameters that looks at one symbol at a time. Adding one is one class, named in {@link
 * SignalTemplates}.
 */
public interface SignalTemplate {

    /** {@return the name configs write} */
    String id();

    String displayName();

    /** {@return when it buys and when it sells, in words} */
    String description();

    List<TemplateParameter> parameters();

    /** {@return everything that is wrong with values that are each in their range, one sentence each; empty if nothing is} */
    List<String> conflicts(TemplateParameters parameters);

    /** {@return how many bars it takes until there can be a signal} */
    int minimumBars(TemplateParameters parameters);

    /**
     * {@return what it says, by bar; each bar's from that bar and earlier ones alone}
     *
     * @param prices comparable with each other
     */
    List<TemplateSignal> signals(Bars prices, TemplateParameters parameters, Profile profile);
}
