package dev.nightjar.strategy;

import dev.nightjar.market.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** Reads square-off nodes. */
final class SquareOffReader {

    private static final int MINUTES_BEFORE_CLOSE = 5;
    private static final Choices<String> LIMIT_TYPES =
            Choices.of("type of limit", new String[] {"absolute", "percentage"});
    private static final Choices<String> ORDERS = Choices.of("order type", new String[] {"market"}, "limit");

    private SquareOffReader() {}

    static Node read(String id, String label, ObjectReader data) {
        data.without("message");
        Place place = data.need("endConditions", "an object with the conditions that end the strategy");
        ObjectReader end = place == null ? null : ObjectReader.of(place, "an object with end conditions");
        return end == null ? new Node.SquareOff(id, label, false, null, null, null) : endConditions(id, label, end);
    }

    private static Node endConditions(String id, String label, ObjectReader end) {
        boolean immediate = Switched.on(end, "immediateExit");
        ObjectReader performance = end.object("performanceBasedExit");
        boolean byPerformance = performance != null && performance.flag("enabled");
        Long profit = performance != null && byPerformance ? limit(performance, "dailyPnLTarget", "target") : null;
        Long loss = performance != null && byPerformance ? limit(performance, "dailyLossLimit", "limit") : null;
        if (performance != null && byPerformance) {
            performance.warnOfTheRest();
        }
        Node.TimeExit time = timeExit(end.object("timeBasedExit"));
        boolean byTime = Switched.on(end, "timeBasedExit");
        ObjectReader closure = end.object("positionClosure");
        if (closure != null) {
            closure.check("orderType", ORDERS);
            closure.without("forceClose").warnOfTheRest();
        }
        Switched.warnOfAlert(end);
        end.warnOfTheRest();
        if (!immediate && !byPerformance && !byTime) {
            end.place().warning("no end condition is enabled, the node never acts");
        }
        return new Node.SquareOff(id, label, immediate, profit, loss, time);
    }

    /**
     * Reads a limit of profit or loss.
     *
     * @param prefix of its members: {@code targetAmount} or {@code limitAmount} and so on
     * @return the smallest profit or loss in units of money that reaches it, so that comparing whole units is exact
     */
    private static @Nullable Long limit(ObjectReader performance, String name, String prefix) {
        ObjectReader block = performance.object(name);
        if (block == null || !block.flag("enabled")) {
            return null;
        }
        String type = block.choice(prefix + "Type", LIMIT_TYPES);
        BigDecimal amount = block.positive(prefix + "Amount");
        boolean relative = "percentage".equals(type);
        BigDecimal capital = relative ? block.positive("initialCapital") : null;
        block.without("initialCapital").warnOfTheRest();
        if (type == null || amount == null || relative && capital == null) {
            return null;
        }
        BigDecimal level = capital == null ? amount : amount.multiply(capital).movePointLeft(2);
        return units(level, block.place(prefix + "Amount"));
    }

    private static @Nullable Long units(BigDecimal level, Place place) {
        try {
            return Decimals.exactUnits(
                    level.setScale(Decimals.MONEY_SCALE, RoundingMode.CEILING), Decimals.MONEY_SCALE);
        } catch (ArithmeticException e) {
            place.error("makes a limit of " + level.toPlainString() + ", which is more money than can be counted");
            return null;
        }
    }

    private static Node.@Nullable TimeExit timeExit(@Nullable ObjectReader time) {
        if (time == null || !time.flag("enabled")) {
            return null;
        }
        boolean atClose = time.flag("exitAtMarketClose");
        Integer minutes = time.optionalInteger("minutesBeforeClose", 0, 1440);
        time.without("exitTime").warnOfTheRest();
        if (atClose) {
            Place unused = time.find("exitTime");
            if (unused != null
                    && !(unused.value() instanceof JsonValue.Text text
                            && text.value().isEmpty())) {
                unused.warning("has no effect, exitAtMarketClose: true decides the time");
            }
            return new Node.TimeExit(null, minutes == null ? MINUTES_BEFORE_CLOSE : minutes);
        }
        if (minutes != null) {
            time.place("minutesBeforeClose").warning("has no effect without exitAtMarketClose: true");
        }
        Place place = time.need("exitTime", TimeText.FORM);
        LocalTime at = place == null ? null : TimeText.read(place);
        return at == null ? null : new Node.TimeExit(at, 0);
    }
}
