package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.engine.DayJournal.Contract;
import dev.nightjar.engine.DayJournal.Detail;
import dev.nightjar.engine.DayJournal.EventKind;
import dev.nightjar.engine.DayJournal.ExitReason;
import dev.nightjar.engine.DayJournal.Protection;
import dev.nightjar.engine.DayJournal.SkipReason;
import dev.nightjar.market.Session;
import dev.nightjar.market.Side;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import dev.nightjar.strategy.OrderType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the bytes of a {@link DayRecorder}. */
final class DayDecoder {

    private static final DayRecorder.Tag[] TAGS = DayRecorder.Tag.values();
    private static final EventKind[] KINDS = EventKind.values();
    private static final Detail[] DETAILS = Detail.values();
    private static final SkipReason[] SKIP_REASONS = SkipReason.values();
    private static final ExitReason[] EXIT_REASONS = ExitReason.values();
    private static final Protection[] PROTECTIONS = Protection.values();
    private static final OrderType[] ORDER_TYPES = OrderType.values();
    private static final Side[] SIDES = Side.values();
    private static final WarmUp.Source[] SOURCES = WarmUp.Source.values();

    private final ByteSource source;
    private final List<String> texts = new ArrayList<>();
    private final List<Contract> contracts = new ArrayList<>();

    private final List<DayRecord.WarmUpUse> warmUps = new ArrayList<>();
    private final List<DayRecord.Event> events = new ArrayList<>();
    private final List<DayRecord.Mark> marks = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private @Nullable String failedReason;

    private final List<DayRecord.Carried> carried = new ArrayList<>();
    private int firstEvent;

    private long lastSecond;
    private int minute;
    private long equity;

    private DayDecoder(byte[] bytes) {
        source = new ByteSource(bytes);
    }

    /**
     * {@return the day the bytes tell of}
     *
     * @throws IllegalArgumentException if no recorder wrote them
     */
    static DayRecord decode(byte[] bytes) {
        try {
            return new DayDecoder(bytes).day();
        } catch (ArithmeticException | DateTimeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private DayRecord day() {
        LocalDate date = LocalDate.ofEpochDay(source.signed());
        ZoneId zone = ZoneId.of(source.text());
        Session session = new Session(date, zone, source.signed(), source.signed());
        String dataHash = source.text();
        lastSecond = session.open();
        while (!source.atEnd()) {
            item(source.choice(TAGS));
        }
        return new DayRecord(session, dataHash, firstEvent, warmUps, events, marks, carried, warnings, failedReason);
    }

    private void item(DayRecorder.Tag tag) {
        switch (tag) {
            case CONTINUES -> firstEvent = source.integer();
            case WARM_UP ->
                warmUps.add(new DayRecord.WarmUpUse(
                        text(),
                        new Timeframe(source.integer()),
                        source.choice(SOURCES),
                        source.integer(),
                        source.text()));
            case BEGIN -> events.add(event());
            case MARK -> {
                minute = Math.toIntExact(minute + source.signed());
                equity += source.signed();
                marks.add(new DayRecord.Mark(minute, equity));
            }
            case CARRIED ->
                carried.add(new DayRecord.Carried(
                        source.integer(), source.integer(), source.unsigned(), source.signed(), source.signed()));
            case WARNING -> warnings.add(text());
            case FAILED -> failedReason = source.text();
            default -> throw new IllegalArgumentException(tag + " outside any event");
        }
    }

    private DayRecord.Event event() {
        EventKind kind = source.choice(KINDS);
        lastSecond += source.signed();
        long time = lastSecond * DayRecorder.NANOS_PER_SECOND + source.unsigned();
        int node = source.integer() - 1;
        int parent = source.integer() - 1;
        return new EventDetails().read(kind, time, node, parent);
    }

    /** The details of one event, until its end. */
    private final class EventDetails {

        private @Nullable Detail detail;
        private int reEntryNumber = DayJournal.NONE;
        private boolean usedReEntryConditions;
        private final List<DayRecord.Leaf> leaves = new ArrayList<>();
        private final List<DayRecord.StoredVariable> variables = new ArrayList<>();
        private final List<DayRecord.Opened> opened = new ArrayList<>();
        private final List<DayRecord.Rested> rested = new ArrayList<>();
        private final List<DayRecord.Skipped> skipped = new ArrayList<>();
        private final List<DayRecord.Cancelled> cancelled = new ArrayList<>();
        private final List<DayRecord.Closed> closed = new ArrayList<>();
        private final List<DayRecord.ProtectionLevel> protections = new ArrayList<>();
        private final List<DayRecord.ProtectionLevel> armed = new ArrayList<>();

        DayRecord.Event read(EventKind kind, long time, int node, int parent) {
            for (DayRecorder.Tag tag = source.choice(TAGS); tag != DayRecorder.Tag.END; tag = source.choice(TAGS)) {
                detail(tag, time);
            }
            return new DayRecord.Event(
                    kind,
                    time,
                    node,
                    parent,
                    detail,
                    reEntryNumber,
                    usedReEntryConditions,
                    leaves,
                    variables,
                    opened,
                    rested,
                    skipped,
                    cancelled,
                    closed,
                    protections,
                    armed);
        }

        private void previous() {
            if (leaves.isEmpty()) {
                throw new IllegalArgumentException("a previous value without a leaf");
            }
            DayRecord.Leaf last = leaves.remove(leaves.size() - 1);
            leaves.add(new DayRecord.Leaf(
                    last.leaf(),
                    last.lhs(),
                    last.rhs(),
                    last.upper(),
                    last.result(),
                    new DayRecord.Previous(source.real(), source.real())));
        }

        private void ambiguous() {
            if (closed.isEmpty()) {
                throw new IllegalArgumentException("an ambiguous close without a close");
            }
            closed.add(closed.remove(closed.size() - 1).asAmbiguous());
        }

        private void detail(DayRecorder.Tag tag, long eventTime) {
            switch (tag) {
                case DETAIL -> detail = source.choice(DETAILS);
                case RE_ENTRY_NUMBER -> reEntryNumber = source.integer();
                case USED_RE_ENTRY_CONDITIONS -> usedReEntryConditions = true;
                case LEAF -> leaves.add(leaf());
                case PREVIOUS -> previous();
                case VARIABLE -> variables.add(new DayRecord.StoredVariable(source.integer(), source.real()));
                case OPENED -> opened.add(opened(eventTime));
                case RESTED -> rested.add(rested());
                case SKIPPED -> skipped.add(new DayRecord.Skipped(source.integer(), source.choice(SKIP_REASONS)));
                case CANCELLED -> cancelled.add(new DayRecord.Cancelled(source.integer(), source.octet() != 0));
                case CLOSED -> closed.add(closed(eventTime));
                case AMBIGUOUS -> ambiguous();
                case PROTECTION -> protections.add(protection());
                case ARMED -> armed.add(protection());
                case WARNING -> warnings.add(text());
                default -> throw new IllegalArgumentException(tag + " in the middle of an event");
            }
        }
    }

    private DayRecord.Rested rested() {
        int leg = source.integer();
        Contract contract = contract();
        Side side = source.choice(SIDES);
        long quantity = source.unsigned();
        int flags = source.octet();
        return new DayRecord.Rested(
                leg,
                (flags & DayRecorder.ORDER_CLOSES) != 0,
                contract,
                side,
                quantity,
                source.choice(ORDER_TYPES),
                (flags & DayRecorder.ORDER_HAS_LIMIT) == 0 ? TickSeries.NO_PRICE : source.signed(),
                (flags & DayRecorder.ORDER_HAS_STOP) == 0 ? TickSeries.NO_PRICE : source.signed());
    }

    private DayRecord.ProtectionLevel protection() {
        return new DayRecord.ProtectionLevel(source.integer(), source.choice(PROTECTIONS), source.signed());
    }

    private DayRecord.Leaf leaf() {
        int flags = source.octet();
        return new DayRecord.Leaf(
                source.integer(),
                source.real(),
                source.real(),
                (flags & DayRecorder.LEAF_HAS_UPPER) == 0 ? Double.NaN : source.real(),
                (flags & DayRecorder.LEAF_TRUE) != 0,
                null);
    }

    private DayRecord.Opened opened(long eventTime) {
        int leg = source.integer();
        Contract contract = contract();
        Side side = source.choice(SIDES);
        long quantity = source.unsigned();
        return new DayRecord.Opened(
                leg,
                source.integer(),
                contract,
                side,
                quantity,
                eventTime + source.signed(),
                source.signed(),
                source.signed(),
                source.signed(),
                source.signed(),
                source.octet());
    }

    private DayRecord.Closed closed(long eventTime) {
        return new DayRecord.Closed(
                source.integer(),
                source.integer(),
                source.unsigned(),
                source.choice(ORDER_TYPES),
                eventTime + source.signed(),
                source.signed(),
                source.signed(),
                source.signed(),
                source.signed(),
                source.choice(EXIT_REASONS),
                false);
    }

    private Contract contract() {
        int number = source.integer();
        if (number == contracts.size()) {
            contracts.add(new Contract(text(), text(), source.octet()));
        }
        return contracts.get(known(number, contracts.size()));
    }

    private String text() {
        int number = source.integer();
        if (number == texts.size()) {
            texts.add(source.text());
        }
        return texts.get(known(number, texts.size()));
    }

    private static int known(int number, int count) {
        if (number >= count) {
            throw new IllegalArgumentException("entry " + number + " of a table of " + count);
        }
        return number;
    }
}
