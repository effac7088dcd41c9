package dev.nightjar.data;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Sha256;
import dev.nightjar.market.TickSeries;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** SHA-256 of content in one agreed form: texts with their length, numbers as 8 little-endian bytes, columns whole. */
final class ContentHash {

    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

    ContentHash number(long value) {
        if (buffer.remaining() < Long.BYTES) {
            drain();
        }
        buffer.putLong(value);
        return this;
    }

    ContentHash text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        drain();
        digest.update(bytes);
        return this;
    }

    ContentHash ticks(TickSeries ticks) {
        int count = ticks.count();
        number(count);
        for (int tick = 0; tick < count; tick++) {
            number(ticks.time(tick));
        }
        for (int tick = 0; tick < count; tick++) {
            number(ticks.sequence(tick));
        }
        for (int tick = 0; tick < count; tick++) {
            number(ticks.price(tick));
        }
        for (int tick = 0; tick < count; tick++) {
            number(ticks.quantity(tick));
        }
        for (int tick = 0; tick < count; tick++) {
            number(ticks.openInterest(tick));
        }
        return this;
    }

    ContentHash bars(Bars bars) {
        number(bars.priceScale());
        number(bars.count());
        for (int bar = 0; bar < bars.count(); bar++) {
            number(bars.start(bar));
            number(bars.open(bar));
            number(bars.high(bar));
            number(bars.low(bar));
            number(bars.close(bar));
            number(bars.volume(bar));
        }
        return this;
    }

    String hex() {
        drain();
        return HexFormat.of().formatHex(digest.digest());
    }

    private void drain() {
        digest.update(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
