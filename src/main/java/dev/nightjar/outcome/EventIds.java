package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.market.Sha256;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** The ids of the events of days that follow from each other, or of one day: functions of the instance, the day and the event's place in it. */
final class EventIds {

    private static final String NO_NODE = "instance";
    private static final int HASH_DIGITS = 6;
    /** Chains of re-entries grow all day; without an end, the files of a strategy that trades every second would with their square. */
    private static final int LONGEST_FLOW = 100;

    private final MessageDigest digest = Sha256.digest();
    private final List<DayRecord.Event> events = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private Times times = new Times(ZoneOffset.UTC);

    EventIds(Instance instance, List<DayRecord> days) {
        days.forEach(day -> add(instance, day));
    }

    private void add(Instance instance, DayRecord day) {
        InstanceKey key = instance.key();
        byte[] prefix = String.join(
                        "\n",
                        key.userId(),
                        key.strategyId(),
                        key.brokerConnectionId(),
                        key.scale().toPlainString(),
                        day.date().toString(),
                        "")
                .getBytes(StandardCharsets.UTF_8);
        times = times.in(day.session().zone());
        events.addAll(day.events());
        for (int number = 0; number < day.events().size(); number++) {
            DayRecord.Event event = day.events().get(number);
            String node = event.node() == DayJournal.NONE
                    ? NO_NODE
                    : instance.strategy().nodes().get(event.node()).id();
            ids.add("exec_" + node + "_" + times.compact(event.time()) + "_" + hash(prefix, number));
        }
    }

    String of(int event) {
        return ids.get(event);
    }

    /** {@return the ids of the last events of the chain from the root to the event, at most {@link #LONGEST_FLOW}} */
    List<String> flow(int event) {
        List<String> flow = new ArrayList<>();
        for (int at = event;
                at != DayJournal.NONE && flow.size() < LONGEST_FLOW;
                at = events.get(at).parent()) {
            flow.add(ids.get(at));
        }
        Collections.reverse(flow);
        return flow;
    }

    /** {@return the first digits of the SHA-256 of the text of prefix and number} */
    private String hash(byte[] prefix, int number) {
        digest.update(prefix);
        digest.update(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest.digest(), 0, HASH_DIGITS / 2);
    }
}
