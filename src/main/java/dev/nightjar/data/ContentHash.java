package dev.nightjar.data;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.Session;
import dev.nightjar.market.Sha256;
import dev.nightjar.market.Underlying;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SortedMap;

/** SHA-256 of content in one agreed form: texts with their length, numbers as 8 little-endian bytes. */
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

    /** Adds what is known of a day beside its ticks. */
    ContentHash day(
            Session session, SortedMap<String, Instrument> instruments, SortedMap<String, Underlying> underlyings) {
        text(session.toString());
        instruments.values().forEach(instrument -> text(instrument.toString()));
        underlyings.values().forEach(underlying -> text(underlying.toString()));
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
