package dev.nightjar.engine;

import static dev.nightjar.engine.TestGraph.CALL;
import static dev.nightjar.engine.TestGraph.all;
import static dev.nightjar.engine.TestGraph.leg;
import static dev.nightjar.engine.TestGraph.limit;
import static dev.nightjar.engine.TestGraph.points;
import static dev.nightjar.engine.TestGraph.stopLoss;
import static dev.nightjar.engine.TestGraph.takeProfit;
import static dev.nightjar.engine.TestGraph.trailing;
import static dev.nightjar.market.TestDay.option;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.market.TestDay;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.FillModel;
import dev.nightjar.run.Slippage;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.strategy.OrderTerms;
import dev.nightjar.strategy.Protections;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One leg on random bars, beside its rules written down once more, for one leg and whole prices. */
class BarsProperties {

    private static final String C = option(24250, OptionType.CE);
    private static final LocalTime FIRST = LocalTime.of(9, 15);
    private static final Pattern ENTRY = Pattern.compile("[^ ]+ ([0-9:]+) .* opened l0#1 (?:BUY|SELL) 75@(\\d+).*");
    private static final Pattern EXIT =
            Pattern.compile("[^ ]+ ([0-9:]+) protection_hit .* hit l0 (\\w+) \\d+ closed l0#1 @(\\d+).*");

    private record Bar(int minute, int open, int high, int low, int close) {
        LocalTime start() {
            return FIRST.plusMinutes(minute);
        }

        LocalTime end() {
            return start().plusMinutes(1);
        }

        int best(int sign) {
            return sign > 0 ? high : -low;
        }

        int worst(int sign) {
            return sign > 0 ? low : -high;
        }

        String row() {
            return start() + " " + C + " " + open + " " + high + " " + low + " " + close;
        }
    }

    /** What is to happen; prices are whole, distances 0 where there is no such protection. */
    private record Plan(Side side, boolean nextOpen, char order, int price, int stop, int target, int trail) {

        List<String> trade(List<Bar> bars) {
            List<String> told = new ArrayList<>();
            int sign = side == Side.BUY ? 1 : -1;
            boolean open = false;
            int base = 0;
            int moved = 0;
            boolean fresh = false;
            Bar first = bars.get(0);
            if (order == 'm' && !nextOpen || order != 'm' && !nextOpen && reached(sign, first.close())) {
                open = true;
                base = sign * first.close();
                moved = base;
                told.add(first.end() + " in " + first.close());
            }
            for (Bar bar : bars.subList(1, bars.size())) {
                if (!open && (order == 'm' || reached(sign, bar.open()))) {
                    open = true;
                    base = sign * bar.open();
                    moved = base;
                    told.add(bar.start() + " in " + bar.open());
                } else if (!open && (reached(sign, bar.high()) || reached(sign, bar.low()))) {
                    open = true;
                    base = sign * price;
                    moved = base;
                    fresh = true;
                    told.add(bar.end() + " in " + price);
                } else if (open
                        && hits(base, moved, sign * bar.open(), sign * bar.open())
                                        .size()
                                > 0) {
                    String kind = hits(base, moved, sign * bar.open(), sign * bar.open())
                            .get(0);
                    told.add(bar.start() + " out " + bar.open() + " " + kind.split(" ")[0]);
                    return told;
                }
                if (open && !fresh) {
                    List<String> hits = hits(base, moved, bar.worst(sign), bar.best(sign));
                    if (!hits.isEmpty()) {
                        String[] hit = hits.get(0).split(" ");
                        told.add(bar.end() + " out " + sign * Integer.parseInt(hit[1]) + " " + hit[0]
                                + (hits.size() > 1 ? " ambiguous" : ""));
                        return told;
                    }
                    moved = Math.max(moved, bar.best(sign));
                }
                fresh = false;
            }
            return told;
        }

        private boolean reached(int sign, int at) {
            return order == 'l' ? sign * at <= sign * price : sign * at >= sign * price;
        }

        private List<String> hits(int base, int moved, int worst, int best) {
            List<String> hits = new ArrayList<>();
            if (stop > 0 && worst <= base - stop) {
                hits.add("stop_loss " + (base - stop));
            }
            if (target > 0 && best >= base + target) {
                hits.add("take_profit " + (base + target));
            }
            if (trail > 0 && worst <= moved - trail) {
                hits.add("trailing_stop " + (moved - trail));
            }
            return hits;
        }

        TestGraph graph() {
            OrderTerms terms =
                    order == 'm' ? OrderTerms.MARKET : order == 'l' ? limit("" + price) : TestGraph.stop("" + price);
            Protections none = Protections.NONE;
            Protections block = all(
                    stop > 0 ? stopLoss(points("" + stop)) : none,
                    target > 0 ? takeProfit(points("" + target)) : none,
                    trail > 0 ? trailing(points("" + trail), "0") : none);
            return new TestGraph(leg("call", side, CALL, terms, block))
                    .on(new TradingTerms(
                            nextOpen ? FillModel.NEXT_TICK : FillModel.LAST,
                            0,
                            Long.MAX_VALUE,
                            Slippage.NONE,
                            FeeSchedule.NONE))
                    .squareOffAt("15:00");
        }
    }

    private static List<Bar> bars(Random random) {
        List<Bar> bars = new ArrayList<>();
        int price = 100;
        for (int minute = 0; minute < 40; minute++) {
            int open = price + random.nextInt(5) - 2;
            int close = open + random.nextInt(7) - 3;
            int high = Math.max(open, close) + random.nextInt(4);
            int low = Math.min(open, close) - random.nextInt(4);
            if (minute == 0 || random.nextInt(4) > 0) {
                bars.add(new Bar(minute, open, high, low, close));
            }
            price = close;
        }
        return bars;
    }

    private static List<String> told(List<String> lines) {
        List<String> told = new ArrayList<>();
        for (String line : lines) {
            Matcher entry = ENTRY.matcher(line);
            Matcher exit = EXIT.matcher(line);
            if (entry.matches()) {
                told.add(entry.group(1) + " in " + Integer.parseInt(entry.group(2)) / 100);
            } else if (exit.matches()) {
                told.add(exit.group(1) + " out " + Integer.parseInt(exit.group(3)) / 100 + " " + exit.group(2)
                        + (line.contains(" ambiguous") ? " ambiguous" : ""));
            }
        }
        return told;
    }

    @Test
    void everyFillIsThatOfTheRules() {
        int exits = 0;
        int ambiguous = 0;
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<Bar> bars = bars(random);
            Plan plan = new Plan(
                    random.nextBoolean() ? Side.BUY : Side.SELL,
                    random.nextInt(3) == 0,
                    "mls".charAt(random.nextInt(3)),
                    94 + random.nextInt(13),
                    random.nextInt(3) * (2 + random.nextInt(4)),
                    random.nextInt(3) * (2 + random.nextInt(4)),
                    random.nextInt(2) * (2 + random.nextInt(6)));
            TestDay day = new TestDay().withOption(24250, OptionType.CE);
            for (int minute = 0; minute < 40; minute++) {
                day.withBars(1, FIRST.plusMinutes(minute) + " NIFTY 24250 24250 24250 24250");
            }
            bars.forEach(bar -> day.withBars(1, bar.row()));

            List<String> expected = plan.trade(bars);
            assertThat(told(plan.graph().run(day))).as(seed + " " + plan).isEqualTo(expected);
            exits += expected.size() > 1 ? 1 : 0;
            ambiguous += expected.toString().contains("ambiguous") ? 1 : 0;
        }
        assertThat(exits).isGreaterThan(500);
        assertThat(ambiguous).isGreaterThan(20);
    }
}
