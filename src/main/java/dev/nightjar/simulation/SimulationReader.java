package dev.nightjar.simulation;

import dev.nightjar.market.BarWidth;
import dev.nightjar.market.Decimals;
import dev.nightjar.market.Timeframe;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.FeeSchedules;
import dev.nightjar.run.InvalidSettingsException;
import dev.nightjar.run.SettingProblem;
import dev.nightjar.run.Slippage;
import dev.nightjar.strategy.Choices;
import dev.nightjar.strategy.FolderIds;
import dev.nightjar.strategy.JsonText;
import dev.nightjar.strategy.JsonValue;
import dev.nightjar.strategy.ObjectReader;
import dev.nightjar.strategy.Place;
import dev.nightjar.strategy.Problem;
import dev.nightjar.strategy.Problems;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the config of a simulation. What is there must be what it should be, and must have an effect: nothing is guessed, and
 * nothing is left out silently. What is not there and need not be is as its profile has it.
 */
public final class SimulationReader {

    /** What the member {@code kind} of a simulation says. */
    public static final String KIND = "simulation";

    private static final int MOST_SYMBOLS = 200;
    private static final int MOST_CAPITAL_DIGITS = 12;
    private static final int CAPITAL_FRACTION = 2;
    private static final int MOST_DAYS_A_YEAR = 366;
    private static final String USUAL_DAYS_A_YEAR = "252";
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal LARGE = BigDecimal.valueOf(1_000_000_000_000L);
    private static final BigDecimal LEAST = BigDecimal.ONE.movePointLeft(Decimals.FACTOR_SCALE);

    private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9^][A-Z0-9 _&.:^-]{0,63}");
    private static final String SYMBOL_FORM =
            "a symbol of 1 to 64 letters, digits, blanks or _&.:^- beginning with a letter, a digit or ^";

    private static final List<String> POLICIES = List.of(
            Sizing.PercentOfEquity.POLICY,
            Sizing.EqualWeight.POLICY,
            Sizing.FixedAmount.POLICY,
            Sizing.FixedQuantity.POLICY,
            Sizing.RiskAtr.POLICY,
            Sizing.VolatilityTarget.POLICY);

    private final ObjectReader reader;
    private final FeeSchedules schedules;

    private SimulationReader(ObjectReader reader, FeeSchedules schedules) {
        this.reader = reader;
        this.schedules = schedules;
    }

    /**
     * {@return the config, or everything that is wrong with it}
     *
     * @param schedules the fee schedules a config may name
     */
    public static ParsedSimulation read(String json, FeeSchedules schedules) {
        Problems problems = new Problems();
        try {
            Place root = Place.root(JsonText.parse(json), problems);
            ObjectReader reader = ObjectReader.of(root, "an object that describes a simulation");
            String id = reader == null ? null : id(reader);
            SimulationConfig config =
                    reader == null || id == null ? null : new SimulationReader(reader, schedules).config(id, problems);
            if (reader != null && id == null) {
                new SimulationReader(reader, schedules).config("", problems);
            }
            return new ParsedSimulation(config, id, problems.errors());
        } catch (JsonText.SyntaxException unreadable) {
            return new ParsedSimulation(null, null, List.of(new Problem("", "", unreadable.reason())));
        }
    }

    private static @Nullable String id(ObjectReader reader) {
        String id = reader.text("simulation_id", "a text that names the simulation");
        String problem = id == null ? null : FolderIds.problem(id).orElse(null);
        if (problem != null) {
            reader.place("simulation_id").error(problem);
            return null;
        }
        return id;
    }

    private @Nullable SimulationConfig config(String id, Problems problems) {
        reader.choice("kind", Choices.of("kind", new String[] {KIND}, kind -> kind));
        String name = reader.optionalText("name", "a text");
        SortedSet<String> symbols = symbols();
        LocalDate start = date("start_date");
        LocalDate end = date("end_date");
        if (start != null && end != null && end.isBefore(start)) {
            reader.place("end_date").error("must not be before start_date, " + start);
        }
        Long capital = capital();
        SignalTemplate template = template();
        TemplateParameters parameters = parameters(template);
        Timeframe timeframe = timeframe();
        Profile profile = choice("profile", "profile", Profile.values(), Profile::label, Profile.NIGHTJAR);
        CapitalMode mode =
                choice("capital_mode", "capital mode", CapitalMode.values(), CapitalMode::label, CapitalMode.SLEEVES);
        SortedMap<String, BigDecimal> weights = weights(symbols, mode);
        Sizing sizing = sizing(mode, profile, timeframe);
        Direction direction = choice(
                "direction",
                "direction",
                Direction.values(),
                Direction::label,
                profile == Profile.BACKTESTING_PY ? Direction.LONG_SHORT : Direction.LONG_ONLY);
        FillAt fill = choice("fill", "fill", FillAt.values(), FillAt::label, FillAt.NEXT_OPEN);
        Slippage slippage = slippage();
        FeeSchedule fees = fees();
        MissingSymbols missing = choice(
                "missing_symbols",
                "policy for missing symbols",
                MissingSymbols.values(),
                MissingSymbols::label,
                MissingSymbols.STRICT);
        Contention contention = contention(mode);
        Rebalance rebalance = rebalance(mode, sizing);
        BigDecimal recovery = number(reader, "delisting_recovery_percent", HUNDRED, BigDecimal.ZERO, HUNDRED);
        AtEnd atEnd = choice(
                "at_end",
                "end",
                AtEnd.values(),
                AtEnd::label,
                profile == Profile.BACKTESTING_PY && mode == CapitalMode.SLEEVES
                        ? AtEnd.CLOSE_AT_LAST_OPEN
                        : AtEnd.HOLD);
        if (atEnd == AtEnd.CLOSE_AT_LAST_OPEN && mode == CapitalMode.SHARED) {
            reader.place("at_end")
                    .error(
                            "must be hold or close_at_last_close in a shared account: at a symbol's last open nobody knows that no"
                                    + " other follows, and what is sold there could be spent on others");
        }
        BigDecimal riskFree = number(reader, "risk_free_percent", BigDecimal.ZERO, BigDecimal.ZERO, HUNDRED);
        BigDecimal daysAYear = whole("days_a_year", USUAL_DAYS_A_YEAR, MOST_DAYS_A_YEAR);
        reader.refuseTheRest("member");
        if (problems.hasErrors()
                || start == null
                || end == null
                || capital == null
                || template == null
                || parameters == null
                || timeframe == null
                || sizing == null
                || recovery == null
                || riskFree == null
                || daysAYear == null) {
            return null;
        }
        return new SimulationConfig(
                id,
                name == null ? id : name,
                symbols,
                start,
                end,
                capital,
                template.id(),
                parameters,
                timeframe,
                mode,
                weights,
                sizing,
                direction,
                fill,
                slippage,
                fees,
                missing,
                contention,
                rebalance,
                recovery,
                atEnd,
                riskFree,
                daysAYear.intValueExact(),
                profile);
    }

    private <T> T choice(
            String name, String what, T[] values, java.util.function.Function<T, String> label, T otherwise) {
        T chosen = reader.optionalChoice(name, Choices.of(what, values, label), otherwise);
        // What is wrong has been told; the rest is looked at as if it had not been there.
        return chosen == null ? otherwise : chosen;
    }

    private SortedSet<String> symbols() {
        SortedSet<String> symbols = new TreeSet<>();
        Place list = reader.need("symbols", "a list of 1 to " + MOST_SYMBOLS + " symbols");
        if (list == null) {
            return symbols;
        }
        List<Place> elements = list.elements("1 to " + MOST_SYMBOLS + " symbols");
        if (list.value() instanceof JsonValue.Array && (elements.isEmpty() || elements.size() > MOST_SYMBOLS)) {
            list.error("must have 1 to " + MOST_SYMBOLS + " symbols, has " + elements.size());
        }
        for (Place element : elements) {
            String symbol = element.text(SYMBOL_FORM);
            if (symbol != null) {
                String upper = symbol.strip().toUpperCase(Locale.ROOT);
                if (!SYMBOL.matcher(upper).matches()) {
                    element.error("must be " + SYMBOL_FORM);
                } else if (!symbols.add(upper)) {
                    element.error("is named twice; upper and lower case are one symbol");
                }
            }
        }
        return symbols;
    }

    private @Nullable LocalDate date(String name) {
        String form = "a date written 2024-11-28";
        Place place = reader.need(name, form);
        String text = place == null ? null : place.text(form);
        if (place == null || text == null) {
            return null;
        }
        try {
            LocalDate date = LocalDate.parse(text);
            if (date.getYear() >= 1 && date.getYear() <= 9999) {
                return date;
            }
        } catch (DateTimeParseException noDate) {
            // told below
        }
        place.error("must be " + form);
        return null;
    }

    private @Nullable Long capital() {
        BigDecimal capital = reader.positive("starting_capital");
        if (capital == null) {
            return null;
        }
        if (capital.stripTrailingZeros().scale() > CAPITAL_FRACTION || capital.compareTo(LARGE) >= 0) {
            reader.place("starting_capital")
                    .error("must have at most " + MOST_CAPITAL_DIGITS + " digits before and " + CAPITAL_FRACTION
                            + " after the decimal point");
            return null;
        }
        return Decimals.exactUnits(capital, Decimals.MONEY_SCALE);
    }

    private @Nullable SignalTemplate template() {
        return reader.choice(
                "strategy",
                Choices.of("strategy", SignalTemplates.all().toArray(new SignalTemplate[0]), SignalTemplate::id));
    }

    private @Nullable TemplateParameters parameters(@Nullable SignalTemplate template) {
        ObjectReader given = reader.object("strategy_parameters");
        if (template == null) {
            return null;
        }
        SortedMap<String, BigDecimal> values = new TreeMap<>();
        boolean complete = true;
        for (TemplateParameter parameter : template.parameters()) {
            Place place = given == null ? null : given.find(parameter.name());
            BigDecimal value = place == null ? parameter.byDefault() : decimal(place);
            if (value == null || !parameter.accepts(value)) {
                if (place != null) {
                    place.error("must be " + parameter.accepted());
                }
                complete = false;
            } else {
                values.put(parameter.name(), value);
            }
        }
        if (given != null) {
            given.refuseTheRest("parameter of " + template.id());
        }
        if (!complete) {
            return null;
        }
        TemplateParameters parameters = new TemplateParameters(values);
        template.conflicts(parameters)
                .forEach(conflict -> reader.place("strategy_parameters").error(conflict));
        return parameters;
    }

    private @Nullable Timeframe timeframe() {
        Place place = reader.find("timeframe");
        String form = "whole minutes or hours up to a day, such as 1m, 5m, 1h or 1d";
        if (place == null) {
            return new Timeframe(Timeframe.DAY);
        }
        String label = place.text(form);
        if (label == null) {
            return null;
        }
        Timeframe timeframe = BarWidth.labelled(label)
                .filter(BarWidth::isWholeMinutes)
                .map(BarWidth::timeframe)
                .orElse(null);
        if (timeframe == null) {
            place.error("must be " + form);
        }
        return timeframe;
    }

    private SortedMap<String, BigDecimal> weights(SortedSet<String> symbols, CapitalMode mode) {
        SortedMap<String, BigDecimal> weights = new TreeMap<>();
        Place place = reader.find("weights");
        if (place == null) {
            symbols.forEach(symbol -> weights.put(symbol, BigDecimal.ONE));
            return weights;
        }
        if (mode == CapitalMode.SHARED) {
            place.error("must not be there with capital_mode shared: all symbols trade with one account");
            return weights;
        }
        ObjectReader given = ObjectReader.of(place, "an object with a number above 0 for every symbol");
        if (given == null) {
            return weights;
        }
        for (String name : given.names()) {
            String symbol = name.strip().toUpperCase(Locale.ROOT);
            if (!symbols.contains(symbol)) {
                given.place(name).unknown("symbol", name, symbols);
            } else {
                BigDecimal weight = number(given, name, null, LEAST, LARGE);
                if (weight != null && weights.put(symbol, weight) != null) {
                    given.place(name).error("is the weight of " + symbol + ", which has one already");
                }
            }
        }
        for (String symbol : symbols) {
            if (given.names().stream()
                    .noneMatch(name -> name.strip().toUpperCase(Locale.ROOT).equals(symbol))) {
                given.place(symbol)
                        .error("is missing, expected a number above 0; the weights of all symbols are compared");
            }
        }
        return weights;
    }

    private @Nullable Sizing sizing(CapitalMode mode, Profile profile, @Nullable Timeframe timeframe) {
        Place place = reader.find("sizing");
        if (place == null) {
            if (profile == Profile.BACKTRADER) {
                return new Sizing.FixedQuantity(1);
            }
            return mode == CapitalMode.SHARED && profile == Profile.NIGHTJAR
                    ? new Sizing.EqualWeight()
                    : new Sizing.PercentOfEquity(HUNDRED);
        }
        ObjectReader given = ObjectReader.of(place, "an object with a policy");
        String policy = given == null
                ? null
                : given.choice("policy", Choices.of("policy", POLICIES.toArray(new String[0]), each -> each));
        if (given == null || policy == null) {
            return null;
        }
        Sizing sizing = sizing(given, policy);
        given.refuseTheRest("member of " + policy);
        if (policy.equals(Sizing.EqualWeight.POLICY) && mode == CapitalMode.SLEEVES) {
            given.place("policy")
                    .error(
                            "equal_weight needs capital_mode shared: a sleeve has its symbol's part of the capital already,"
                                    + " see weights; accepted with sleeves: "
                                    + POLICIES.stream()
                                            .filter(other -> !other.equals(policy))
                                            .collect(Collectors.joining(", ")));
        }
        if (policy.equals(Sizing.VolatilityTarget.POLICY)
                && timeframe != null
                && timeframe.minutes() != Timeframe.DAY) {
            given.place("policy")
                    .error("volatility_target needs timeframe 1d: days_a_year tells how many returns a year has");
        }
        return sizing;
    }

    private static @Nullable Sizing sizing(ObjectReader given, String policy) {
        switch (policy) {
            case Sizing.PercentOfEquity.POLICY -> {
                BigDecimal percent = number(given, "percent", HUNDRED, LEAST, HUNDRED);
                return percent == null ? null : new Sizing.PercentOfEquity(percent);
            }
            case Sizing.EqualWeight.POLICY -> {
                return new Sizing.EqualWeight();
            }
            case Sizing.FixedAmount.POLICY -> {
                BigDecimal amount = number(given, "amount", null, LEAST, LARGE);
                return amount == null
                        ? null
                        : new Sizing.FixedAmount(Decimals.exactUnits(amount, Decimals.MONEY_SCALE));
            }
            case Sizing.FixedQuantity.POLICY -> {
                Integer quantity = given.integer("quantity", 1, 1_000_000_000);
                return quantity == null ? null : new Sizing.FixedQuantity(quantity);
            }
            case Sizing.RiskAtr.POLICY -> {
                BigDecimal risk = number(given, "risk_percent", null, LEAST, HUNDRED);
                Integer period = given.find("atr_period") == null
                        ? Integer.valueOf(14)
                        : given.optionalInteger("atr_period", 2, 200);
                BigDecimal multiple = number(given, "atr_multiple", BigDecimal.valueOf(2), LEAST, HUNDRED);
                return risk == null || period == null || multiple == null
                        ? null
                        : new Sizing.RiskAtr(risk, period, multiple);
            }
            default -> {
                BigDecimal annual = number(given, "annual_percent", null, LEAST, BigDecimal.valueOf(1000));
                Integer lookback = given.find("lookback") == null
                        ? Integer.valueOf(20)
                        : given.optionalInteger("lookback", 2, 1000);
                return annual == null || lookback == null ? null : new Sizing.VolatilityTarget(annual, lookback);
            }
        }
    }

    private Slippage slippage() {
        Place place = reader.find("slippage");
        String text = place == null ? null : place.text("a text such as none, ticks:1 or bps:5");
        if (place == null || text == null) {
            return Slippage.NONE;
        }
        try {
            return Slippage.parse(text);
        } catch (IllegalArgumentException refused) {
            place.error(String.valueOf(refused.getMessage()));
            return Slippage.NONE;
        }
    }

    private FeeSchedule fees() {
        Place place = reader.find("fees");
        String name = place == null ? null : place.text("the name of a fee schedule, such as none");
        if (place == null || name == null) {
            return FeeSchedule.NONE;
        }
        try {
            return schedules.named(name);
        } catch (InvalidSettingsException unusable) {
            unusable.problems().stream().map(SettingProblem::toString).forEach(place::error);
        } catch (IllegalArgumentException unknown) {
            place.error(String.valueOf(unknown.getMessage()));
        }
        return FeeSchedule.NONE;
    }

    private Contention contention(CapitalMode mode) {
        if (mode == CapitalMode.SLEEVES && reader.find("contention") != null) {
            reader.place("contention").error("needs capital_mode shared: sleeves do not compete for money");
        }
        return choice("contention", "contention", Contention.values(), Contention::label, Contention.SIGNAL_STRENGTH);
    }

    private @Nullable Rebalance rebalance(CapitalMode mode, @Nullable Sizing sizing) {
        Place place = reader.find("rebalance");
        if (place == null) {
            return null;
        }
        if (mode == CapitalMode.SLEEVES) {
            place.error(
                    "needs capital_mode shared: money that moves between sleeves would make a symbol's result depend on the"
                            + " others");
        } else if (sizing instanceof Sizing.FixedQuantity) {
            place.error("has no effect with sizing fixed_quantity: the number of shares does not drift");
        }
        ObjectReader given = ObjectReader.of(place, "an object with every and drift_percent");
        if (given == null) {
            return null;
        }
        Rebalance.Every every =
                given.choice("every", Choices.of("period", Rebalance.Every.values(), Rebalance.Every::label));
        BigDecimal drift = number(given, "drift_percent", BigDecimal.ZERO, BigDecimal.ZERO, HUNDRED);
        given.refuseTheRest("member of rebalance");
        return every == null || drift == null ? null : new Rebalance(every, drift);
    }

    private @Nullable BigDecimal whole(String name, String byDefault, int most) {
        Place place = reader.find(name);
        Integer number = place == null ? Integer.valueOf(byDefault) : reader.optionalInteger(name, 1, most);
        return number == null ? null : BigDecimal.valueOf(number);
    }

    /**
     * {@return a number; null, and an error, if it is wrong}
     *
     * @param byDefault null if it must be there
     */
    private static @Nullable BigDecimal number(
            ObjectReader of, String name, @Nullable BigDecimal byDefault, BigDecimal min, BigDecimal max) {
        String form = "a number from " + min.toPlainString() + " to " + max.toPlainString() + " with at most "
                + Decimals.FACTOR_SCALE + " fraction digits";
        Place place = byDefault == null ? of.need(name, form) : of.find(name);
        if (place == null) {
            return byDefault;
        }
        BigDecimal value = decimal(place);
        if (value == null
                || value.scale() > Decimals.FACTOR_SCALE
                || value.compareTo(min) < 0
                || value.compareTo(max) > 0) {
            place.error("must be " + form);
            return null;
        }
        return value;
    }

    /** {@return the number that stands at a place, without trailing zeros; null if it is none} */
    private static @Nullable BigDecimal decimal(Place place) {
        if (!(place.value() instanceof JsonValue.Numeral numeral)) {
            return null;
        }
        try {
            BigDecimal plain = new BigDecimal(numeral.text()).stripTrailingZeros();
            boolean absurd = Math.abs((long) plain.scale()) > 100;
            return absurd ? null : plain.setScale(Math.max(0, plain.scale()));
        } catch (NumberFormatException | ArithmeticException noNumber) {
            return null;
        }
    }
}
