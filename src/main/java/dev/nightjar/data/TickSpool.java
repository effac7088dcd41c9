package dev.nightjar.data;

import dev.nightjar.market.TickSeries;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;

/**
 * Rows in no order, kept in a temporary file until each minute has all of its own; they come back minute by minute, those of
 * one minute in the order they were added.
 */
final class TickSpool implements Closeable {

    /** The bytes of a minute that are written at once. */
    private static final int BLOCK = 1 << 14;

    /** No row has more bytes. */
    private static final int LONGEST_ROW = 90;

    private final Path file;
    private final FileChannel channel;
    private final Bucket[] buckets;
    private long end;

    private TickSpool(Path file, FileChannel channel, int minutes) {
        this.file = file;
        this.channel = channel;
        buckets = new Bucket[minutes];
        Arrays.setAll(buckets, minute -> new Bucket());
    }

    /** Takes the rows of one minute in their order. */
    interface Drain {
        void minute(int minute, MinuteBuffer ticks);
    }

    /**
     * {@return an empty one}
     *
     * @param folder where its file is made; the system deletes it with the process, or it is a leftover
     * @param minutes how many minutes a session has
     */
    static TickSpool begin(Path folder, int minutes) {
        Path file = folder.resolve(".spool-" + UUID.randomUUID() + DurableFile.TEMPORARY);
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.DELETE_ON_CLOSE);
            return new TickSpool(file, channel, minutes);
        } catch (IOException failed) {
            throw new UncheckedIOException(file + " cannot be made: " + failed.getMessage(), failed);
        }
    }

    /** The rows of one minute: whole blocks in the file, and the one that is being filled. */
    private static final class Bucket {
        private byte[] bytes = new byte[0];
        private int used;
        private long[] offsets = new long[4];
        private int[] lengths = new int[4];
        private int blocks;
        private long time;
        private long sequence;
        private long line;

        private void number(long value) {
            long left = value;
            while ((left & ~0x7FL) != 0) {
                bytes[used++] = (byte) (left | 0x80);
                left >>>= 7;
            }
            bytes[used++] = (byte) left;
        }

        private void difference(long value) {
            number((value << 1) ^ (value >> 63));
        }
    }

    void add(
            int minute,
            long time,
            long sequence,
            int symbol,
            long price,
            long quantity,
            long openInterest,
            long bid,
            long ask,
            long line) {
        Bucket bucket = buckets[minute];
        if (bucket.used + LONGEST_ROW > bucket.bytes.length) {
            makeRoom(bucket);
        }
        bucket.difference(time - bucket.time);
        bucket.difference(sequence - bucket.sequence);
        bucket.number(symbol);
        bucket.number(orNone(price));
        bucket.number(quantity);
        bucket.number(openInterest);
        bucket.number(orNone(bid));
        bucket.number(orNone(ask));
        bucket.difference(line - bucket.line);
        bucket.time = time;
        bucket.sequence = sequence;
        bucket.line = line;
    }

    /** {@return a small number: 0 for no price, else one more than the price} */
    private static long orNone(long price) {
        return price == TickSeries.NO_PRICE ? 0 : price + 1;
    }

    private void makeRoom(Bucket bucket) {
        if (bucket.bytes.length == 0) {
            bucket.bytes = new byte[BLOCK];
            return;
        }
        if (bucket.blocks == bucket.offsets.length) {
            bucket.offsets = Arrays.copyOf(bucket.offsets, 2 * bucket.blocks);
            bucket.lengths = Arrays.copyOf(bucket.lengths, 2 * bucket.blocks);
        }
        bucket.offsets[bucket.blocks] = end;
        bucket.lengths[bucket.blocks++] = bucket.used;
        ByteBuffer block = ByteBuffer.wrap(bucket.bytes, 0, bucket.used);
        try {
            while (block.hasRemaining()) {
                end += channel.write(block, end);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(file + " cannot be written: " + failed.getMessage(), failed);
        }
        bucket.used = 0;
    }

    /**
     * Gives all rows back.
     *
     * @param ticks filled for each minute that has rows; left empty by the one who takes them
     */
    void drain(MinuteBuffer ticks, Drain drain) {
        for (int minute = 0; minute < buckets.length; minute++) {
            Bucket bucket = buckets[minute];
            if (bucket.used > 0) {
                refill(bucket, ticks);
                buckets[minute] = new Bucket();
                drain.minute(minute, ticks);
            }
        }
    }

    private void refill(Bucket bucket, MinuteBuffer ticks) {
        Rows rows = new Rows(ticks);
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        for (int number = 0; number < bucket.blocks; number++) {
            block.clear().limit(bucket.lengths[number]);
            try {
                while (block.hasRemaining()) {
                    if (channel.read(block, bucket.offsets[number] + block.position()) < 0) {
                        throw new IOException("it is shorter than what was written");
                    }
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(file + " cannot be read: " + failed.getMessage(), failed);
            }
            rows.addAll(block.array(), block.limit());
        }
        rows.addAll(bucket.bytes, bucket.used);
    }

    /** Reads what {@link #add} wrote. */
    private static final class Rows {
        private final MinuteBuffer ticks;
        private byte[] bytes = new byte[0];
        private int at;
        private long time;
        private long sequence;
        private long line;

        private Rows(MinuteBuffer ticks) {
            this.ticks = ticks;
        }

        private void addAll(byte[] block, int length) {
            bytes = block;
            at = 0;
            while (at < length) {
                time += difference();
                sequence += difference();
                int symbol = (int) number();
                long price = priceOrNone();
                long quantity = number();
                long openInterest = number();
                long bid = priceOrNone();
                long ask = priceOrNone();
                line += difference();
                ticks.add(time, sequence, symbol, price, quantity, openInterest, bid, ask, line);
            }
        }

        private long number() {
            long value = 0;
            int shift = 0;
            byte next = bytes[at++];
            while (next < 0) {
                value |= (long) (next & 0x7F) << shift;
                shift += 7;
                next = bytes[at++];
            }
            return value | (long) next << shift;
        }

        private long difference() {
            long value = number();
            return (value >>> 1) ^ -(value & 1);
        }

        private long priceOrNone() {
            long value = number();
            return value == 0 ? TickSeries.NO_PRICE : value - 1;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(file + " cannot be closed: " + failed.getMessage(), failed);
        }
    }
}
