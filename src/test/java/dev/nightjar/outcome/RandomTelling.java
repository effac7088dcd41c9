package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.market.Bars;
import dev.nightjar.market.Session;
import dev.nightjar.market.Side;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import dev.nightjar.strategy.OrderType;
import java.util.Random;

/** Tells a journal anything its interface allows, whether it makes sense or not. */
final class RandomTelling {

    private static final double[] ODD_VALUES = {
        Double.NaN, 0.0, -0.0, Double.MAX_VALUE, Double.MIN_VALUE, Double.POSITIVE_INFINITY, -1.5, 24272.2
    };
    private static final String[] TEXTS = {"", "NIFTY", "NIFTY:2024-11-07:OPT:24250:PE", "ein Zeichen: ₹ 😀\n", "NFO"};

    private final Random random;

    RandomTelling(long seed) {
        random = new Random(seed);
    }

    void tell(DayJournal journal, Session session) {
        for (int warmUp = random.nextInt(3); warmUp > 0; warmUp--) {
            journal.warmUp(
                    text(),
                    new Timeframe(1 + random.nextInt(1440)),
                    new WarmUp(Bars.empty(2), pick(WarmUp.Source.values()), text()));
        }
        int events = random.nextInt(30);
        int minute = 0;
        for (int event = 0; event < events; event++) {
            event(journal, session, event);
            if (random.nextBoolean()) {
                minute += random.nextInt(5);
                journal.mark(minute, random.nextLong());
            }
            if (random.nextInt(5) == 0) {
                journal.warning(text());
            }
        }
        for (int carried = random.nextInt(3); carried > 0; carried--) {
            journal.carried(
                    random.nextInt(10), random.nextInt(10), random.nextInt(1000), random.nextLong(), random.nextLong());
        }
        if (random.nextInt(4) == 0) {
            journal.failed(text());
        }
    }

    private void event(DayJournal journal, Session session, int number) {
        long time = (session.open() + random.nextInt(22_501)) * 1_000_000_000L
                + (random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));
        journal.begin(
                pick(DayJournal.EventKind.values()), time, random.nextInt(40) - 1, random.nextInt(number + 1) - 1);
        if (random.nextBoolean()) {
            journal.detail(pick(DayJournal.Detail.values()));
        }
        if (random.nextBoolean()) {
            journal.reEntryNumber(random.nextInt(300));
        }
        if (random.nextBoolean()) {
            journal.usedReEntryConditions();
        }
        for (int detail = random.nextInt(6); detail > 0; detail--) {
            detail(journal, time);
        }
        journal.end();
    }

    private void detail(DayJournal journal, long time) {
        int leg = random.nextInt(200);
        switch (random.nextInt(9)) {
            case 0 -> {
                journal.leaf(leg, value(), value(), value(), random.nextBoolean());
                if (random.nextBoolean()) {
                    journal.previous(value(), value());
                }
            }
            case 1 -> journal.variable(leg, value());
            case 2 ->
                journal.opened(
                        leg,
                        random.nextInt(9),
                        contract(),
                        pick(Side.values()),
                        quantity(),
                        time - random.nextInt(2) * 7_000_000L,
                        random.nextLong(),
                        random.nextInt(9) - 4,
                        random.nextInt(1000),
                        random.nextLong(),
                        random.nextInt(10));
            case 3 ->
                journal.rested(
                        leg,
                        random.nextBoolean(),
                        contract(),
                        pick(Side.values()),
                        quantity(),
                        pick(OrderType.values()),
                        priceOrNone(),
                        priceOrNone());
            case 4 -> journal.skipped(leg, pick(DayJournal.SkipReason.values()));
            case 5 -> journal.cancelled(leg, random.nextBoolean());
            case 6 -> journal.protection(leg, pick(DayJournal.Protection.values()), random.nextLong());
            case 7 -> journal.armed(leg, pick(DayJournal.Protection.values()), random.nextLong());
            default -> {
                journal.closed(
                        leg,
                        random.nextInt(9),
                        quantity(),
                        pick(OrderType.values()),
                        time,
                        random.nextInt(),
                        random.nextInt(9) - 4,
                        random.nextInt(1000),
                        random.nextInt(),
                        pick(DayJournal.ExitReason.values()));
                if (random.nextBoolean()) {
                    journal.ambiguous();
                }
            }
        }
    }

    private long quantity() {
        return random.nextLong() & Long.MAX_VALUE;
    }

    private long priceOrNone() {
        return random.nextBoolean() ? TickSeries.NO_PRICE : random.nextLong();
    }

    private double value() {
        return random.nextBoolean() ? ODD_VALUES[random.nextInt(ODD_VALUES.length)] : random.nextGaussian() * 30_000;
    }

    private DayJournal.Contract contract() {
        return new DayJournal.Contract(text(), text(), random.nextInt(10));
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private <E> E pick(E[] values) {
        return values[random.nextInt(values.length)];
    }
}
