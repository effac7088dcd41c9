package dev.nightjar.batch;

import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Side;
import dev.nightjar.run.FeeRow;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.worker.Members;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fee schedules as they are sent to workers: every row, so that a worker needs no file of the home for them. */
final class FeeRows {

    private FeeRows() {}

    /** {@return a schedule as members of a request} */
    static Map<String, Object> written(FeeSchedule schedule) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", schedule.name());
        members.put("hash", schedule.hash());
        members.put("rows", schedule.rows().stream().map(FeeRows::written).toList());
        return members;
    }

    private static Map<String, Object> written(FeeRow row) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("component", row.component());
        members.put("exchanges", List.copyOf(row.exchanges()));
        members.put("kinds", row.kinds().stream().map(Enum::name).toList());
        put(members, "side", row.side());
        members.put("settlement", row.settlement());
        members.put("basis", row.basis().name());
        members.put("rate", row.rate().toPlainString());
        members.put("of", row.of());
        put(members, "minimum", row.minimum());
        put(members, "maximum", row.maximum());
        put(members, "maximum_percent", row.maximumPercent());
        members.put("rounding", row.rounding().mode().name());
        members.put("rounding_step", row.rounding().step().toPlainString());
        put(members, "from", row.from());
        put(members, "to", row.to());
        return members;
    }

    private static void put(Map<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value instanceof BigDecimal number ? number.toPlainString() : value.toString());
        }
    }

    /** {@return the schedule that was written; what is wrong is noted in the members} */
    static FeeSchedule read(Members members) {
        String name = members.text("name");
        String hash = members.text("hash");
        List<FeeRow> rows = members.objects("rows").stream().map(FeeRows::row).toList();
        try {
            FeeSchedule schedule = FeeSchedule.of(name, rows);
            if (!schedule.hash().equals(hash)) {
                members.problem("hash", "must be that of the rows, " + schedule.hash() + ", was " + hash);
            }
            return schedule;
        } catch (IllegalArgumentException refused) {
            members.problem("rows", "are refused: " + refused.getMessage());
            return FeeSchedule.NONE;
        }
    }

    private static FeeRow row(Members members) {
        String component = members.text("component");
        try {
            return new FeeRow(
                    component,
                    new TreeSet<>(members.texts("exchanges")),
                    members.texts("kinds").stream()
                            .map(kind -> constant(InstrumentKind.class, kind))
                            .collect(Collectors.toCollection(TreeSet::new)),
                    members.textIfAny("side")
                            .map(side -> constant(Side.class, side))
                            .orElse(null),
                    members.flag("settlement"),
                    members.value("basis", basis -> constant(FeeRow.Basis.class, basis), FeeRow.Basis.ORDER),
                    members.value("rate", FeeRows::number, BigDecimal.ZERO),
                    members.texts("of"),
                    members.textIfAny("minimum").map(FeeRows::number).orElse(null),
                    members.textIfAny("maximum").map(FeeRows::number).orElse(null),
                    members.textIfAny("maximum_percent").map(FeeRows::number).orElse(null),
                    new FeeRow.Rounding(
                            members.value(
                                    "rounding", mode -> constant(RoundingMode.class, mode), RoundingMode.HALF_EVEN),
                            members.value("rounding_step", FeeRows::number, BigDecimal.ONE)),
                    members.textIfAny("from").map(LocalDate::parse).orElse(null),
                    members.textIfAny("to").map(LocalDate::parse).orElse(null));
        } catch (IllegalArgumentException | java.time.DateTimeException refused) {
            members.problem("component", "has a row that is refused: " + refused.getMessage());
            return FeeSchedule.NONE.rows().get(0);
        }
    }

    private static BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a number", e);
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be one of " + Arrays.toString(type.getEnumConstants()) + ", was '" + name + "'"));
    }
}
