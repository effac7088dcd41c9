package dev.nightjar.simulation;

import dev.nightjar.market.Side;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * A ledger as a JSON document, in one form only: equal ledgers have equal texts. Members stand in a fixed order; all numbers are
 * whole units, as in the ledger. A point of the curve is an array: time, cash, positions, exposure, held.
 */
public final class LedgerText {

    /** Stands first; another number is another form. */
    private static final String FORMAT = "ledger/1";

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(1_000_000)
                    .maxNestingDepth(8)
                    .build())
            .build();

    private LedgerText() {}

    public static String write(Ledger ledger) {
        JsonWriter json = new JsonWriter();
        json.open('{');
        json.text("format", FORMAT);
        json.text("zone", ledger.zone().getId());
        list(json, "symbols", ledger.symbols(), JsonWriter::text);
        json.number("capital", ledger.capital());
        list(json, "fills", ledger.fills(), LedgerText::fill);
        list(json, "flows", ledger.flows(), LedgerText::flow);
        list(json, "skips", ledger.skips(), LedgerText::skip);
        list(json, "equity", ledger.equity(), LedgerText::point);
        list(json, "open", ledger.open(), LedgerText::open);
        list(json, "warnings", ledger.warnings().entrySet(), LedgerText::warning);
        list(json, "dropped", ledger.dropped().entrySet(), LedgerText::dropped);
        json.close('}');
        return json.toString();
    }

    private static <T> void list(JsonWriter json, String name, Iterable<T> all, BiConsumer<JsonWriter, T> each) {
        json.name(name);
        json.open('[');
        for (T one : all) {
            each.accept(json, one);
        }
        json.close(']');
    }

    private static void event(JsonWriter json, Ledger.Event event, long slice) {
        json.open('{');
        json.number("time", event.time());
        json.number("slice", slice);
        json.text("symbol", event.symbol());
        json.number("sequence", event.sequence());
    }

    private static void fill(JsonWriter json, Ledger.Fill fill) {
        event(json, fill, fill.slice());
        json.text("side", fill.side().name());
        json.number("quantity", fill.quantity());
        json.number("price", fill.price());
        json.number("market_price", fill.marketPrice());
        json.number("price_scale", fill.priceScale());
        json.number("notional", fill.notional());
        json.number("slippage", fill.slippage());
        json.number("fees", fill.fees());
        json.text("reason", fill.reason().label());
        json.number("signal_time", fill.signalTime());
        json.number("position_after", fill.positionAfter());
        json.close('}');
    }

    private static void flow(JsonWriter json, Ledger.Flow flow) {
        event(json, flow, flow.slice());
        json.text("kind", flow.kind().label());
        json.number("amount", flow.amount());
        json.number("quantity_before", flow.quantityBefore());
        json.number("quantity_after", flow.quantityAfter());
        json.number("new_shares", flow.newShares());
        json.number("old_shares", flow.oldShares());
        json.close('}');
    }

    private static void skip(JsonWriter json, Ledger.Skip skip) {
        event(json, skip, skip.slice());
        json.text("side", skip.side().name());
        json.text("reason", skip.reason().label());
        json.number("wanted", skip.wanted());
        json.number("available", skip.available());
        json.number("price", skip.price());
        json.number("price_scale", skip.priceScale());
        json.number("signal_time", skip.signalTime());
        json.close('}');
    }

    private static void point(JsonWriter json, Ledger.Point point) {
        json.open('[');
        json.number(point.time());
        json.number(point.cash());
        json.number(point.positions());
        json.number(point.exposure());
        json.number(point.held());
        json.close(']');
    }

    private static void open(JsonWriter json, Ledger.Open open) {
        json.open('{');
        json.text("symbol", open.symbol());
        json.number("quantity", open.quantity());
        json.number("price", open.price());
        json.number("price_scale", open.priceScale());
        json.number("time", open.time());
        json.number("value", open.value());
        json.close('}');
    }

    private static void warning(JsonWriter json, Map.Entry<String, List<String>> warning) {
        json.open('{');
        json.text("symbol", warning.getKey());
        list(json, "sentences", warning.getValue(), JsonWriter::text);
        json.close('}');
    }

    private static void dropped(JsonWriter json, Map.Entry<String, String> dropped) {
        json.open('{');
        json.text("symbol", dropped.getKey());
        json.text("reason", dropped.getValue());
        json.close('}');
    }

    /**
     * {@return the ledger a document tells}
     *
     * @throws IllegalArgumentException if it is none, saying where
     */
    public static Ledger read(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return new Reading(parser).ledger();
        } catch (JacksonException unreadable) {
            throw new IllegalArgumentException("is no ledger: " + unreadable.getOriginalMessage(), unreadable);
        }
    }

    /** Reads what was written, in its order. */
    private static final class Reading {

        private final JsonParser parser;

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        Ledger ledger() {
            expect(JsonToken.START_OBJECT);
            String format = text("format");
            if (!format.equals(FORMAT)) {
                throw wrong("format " + FORMAT, format);
            }
            ZoneId zone = ZoneId.of(text("zone"));
            List<String> symbols = list("symbols", this::text);
            long capital = number("capital");
            List<Ledger.Fill> fills = list("fills", this::fill);
            List<Ledger.Flow> flows = list("flows", this::flow);
            List<Ledger.Skip> skips = list("skips", this::skip);
            List<Ledger.Point> equity = list("equity", this::point);
            List<Ledger.Open> open = list("open", this::open);
            SortedMap<String, List<String>> warnings = new TreeMap<>();
            list("warnings", () -> object(() -> warnings.put(text("symbol"), list("sentences", this::text))));
            SortedMap<String, String> dropped = new TreeMap<>();
            list("dropped", () -> object(() -> dropped.put(text("symbol"), text("reason"))));
            expect(JsonToken.END_OBJECT);
            if (parser.nextToken() != null) {
                throw wrong("the end", String.valueOf(parser.currentToken()));
            }
            return new Ledger(
                    zone, new TreeSet<>(symbols), capital, fills, flows, skips, equity, open, warnings, dropped);
        }

        private Ledger.Fill fill() {
            Ledger.Fill fill = new Ledger.Fill(
                    number("time"),
                    number("slice"),
                    text("symbol"),
                    whole("sequence"),
                    Side.valueOf(text("side")),
                    number("quantity"),
                    number("price"),
                    number("market_price"),
                    whole("price_scale"),
                    number("notional"),
                    number("slippage"),
                    number("fees"),
                    labelled(List.of(FillReason.values()), FillReason::label, text("reason")),
                    number("signal_time"),
                    number("position_after"));
            expect(JsonToken.END_OBJECT);
            return fill;
        }

        private Ledger.Flow flow() {
            Ledger.Flow flow = new Ledger.Flow(
                    number("time"),
                    number("slice"),
                    text("symbol"),
                    whole("sequence"),
                    labelled(List.of(Ledger.Flow.Kind.values()), Ledger.Flow.Kind::label, text("kind")),
                    number("amount"),
                    number("quantity_before"),
                    number("quantity_after"),
                    number("new_shares"),
                    number("old_shares"));
            expect(JsonToken.END_OBJECT);
            return flow;
        }

        private Ledger.Skip skip() {
            Ledger.Skip skip = new Ledger.Skip(
                    number("time"),
                    number("slice"),
                    text("symbol"),
                    whole("sequence"),
                    Side.valueOf(text("side")),
                    labelled(List.of(SkipReason.values()), SkipReason::label, text("reason")),
                    number("wanted"),
                    number("available"),
                    number("price"),
                    whole("price_scale"),
                    number("signal_time"));
            expect(JsonToken.END_OBJECT);
            return skip;
        }

        private Ledger.Point point() {
            Ledger.Point point = new Ledger.Point(next(), next(), next(), next(), Math.toIntExact(next()));
            expect(JsonToken.END_ARRAY);
            return point;
        }

        private Ledger.Open open() {
            Ledger.Open open = new Ledger.Open(
                    text("symbol"),
                    number("quantity"),
                    number("price"),
                    whole("price_scale"),
                    number("time"),
                    number("value"));
            expect(JsonToken.END_OBJECT);
            return open;
        }

        private <T> T object(Supplier<T> members) {
            T read = members.get();
            expect(JsonToken.END_OBJECT);
            return read;
        }

        /** Reads elements whose first token has been read. */
        private <T> List<T> list(String name, Supplier<T> element) {
            name(name);
            expect(JsonToken.START_ARRAY);
            List<T> all = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == null) {
                    throw wrong("an element or the end of " + name, "the end");
                }
                all.add(element.get());
            }
            return all;
        }

        private static <T> T labelled(List<T> values, java.util.function.Function<T, String> label, String text) {
            return values.stream()
                    .filter(value -> label.apply(value).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("is no ledger: nothing is called " + text));
        }

        private void name(String name) {
            expect(JsonToken.PROPERTY_NAME);
            if (!name.equals(parser.currentName())) {
                throw wrong(name, String.valueOf(parser.currentName()));
            }
        }

        private String text(String name) {
            name(name);
            expect(JsonToken.VALUE_STRING);
            return parser.getString();
        }

        /** {@return the text that is the current element} */
        private String text() {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw wrong("a text", String.valueOf(parser.currentToken()));
            }
            return parser.getString();
        }

        private long number(String name) {
            name(name);
            return next();
        }

        private int whole(String name) {
            return Math.toIntExact(number(name));
        }

        private long next() {
            expect(JsonToken.VALUE_NUMBER_INT);
            return parser.getLongValue();
        }

        private void expect(JsonToken token) {
            JsonToken found = parser.nextToken();
            if (found != token) {
                throw wrong(token.toString(), String.valueOf(found));
            }
        }

        private IllegalArgumentException wrong(String expected, String found) {
            return new IllegalArgumentException("is no ledger: at character "
                    + parser.currentLocation().getCharOffset() + ": expected " + expected + ", was " + found);
        }
    }
}
