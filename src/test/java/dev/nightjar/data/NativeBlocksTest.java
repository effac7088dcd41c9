package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.data.NativeBlocks.Kind;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NativeBlocksTest {

    private static final String ERROR =
            "Code: 241, e.displayText() = DB::Exception: Memory limit (for query) exceeded, e.what() = DB::Exception\n";

    /** Gives a few bytes at a time, as a network may. */
    private static InputStream trickle(byte[] bytes, int most) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int from, int length) {
                return super.read(to, from, Math.min(length, most));
            }
        };
    }

    private static NativeBlocks read(NativeWriter writer, Kind... kinds) {
        return new NativeBlocks(trickle(writer.toBytes(), 7), List.of(kinds));
    }

    @Test
    void everyTypeThatQueriesAskForIsRead() throws IOException {
        List<String> types = List.of(
                "Date",
                "DateTime",
                "DateTime('Asia/Kolkata')",
                "DateTime64(3, 'UTC')",
                "DateTime64(9)",
                "String",
                "Float64",
                "UInt64",
                "Int32",
                "Nullable(Float64)",
                "Nullable(UInt8)",
                "UInt32");
        NativeWriter writer = new NativeWriter()
                .rows(
                        types,
                        List.of(
                                Arrays.asList(20_025, 4_000_000_000L, 1, -1500, 7, "é", 0.1, -1L, -2, null, 200, 5),
                                Arrays.asList(1, 2, 3, 4, 5, "", -2.5, 8, 9, 10.5, null, 4_294_967_295L)));
        NativeBlocks blocks = read(
                writer,
                Kind.WHOLE,
                Kind.TIME,
                Kind.TIME,
                Kind.TIME,
                Kind.TIME,
                Kind.TEXT,
                Kind.REAL,
                Kind.WHOLE,
                Kind.WHOLE,
                Kind.REAL,
                Kind.WHOLE,
                Kind.WHOLE);
        assertThat(blocks.next()).isTrue();
        assertThat(blocks.rows()).isEqualTo(2);
        assertThat(blocks.whole(0, 0)).isEqualTo(20_025);
        assertThat(blocks.whole(1, 0)).isEqualTo(4_000_000_000_000_000_000L);
        assertThat(blocks.whole(2, 1)).isEqualTo(3_000_000_000L);
        assertThat(blocks.whole(3, 0)).isEqualTo(-1_500_000_000L);
        assertThat(blocks.whole(4, 0)).isEqualTo(7);
        assertThat(blocks.text(5, 0)).isEqualTo("é");
        assertThat(blocks.text(5, 1)).isEmpty();
        assertThat(blocks.real(6, 0)).isEqualTo(0.1);
        assertThat(blocks.whole(7, 0)).isEqualTo(-1);
        assertThat(blocks.whole(8, 0)).isEqualTo(-2);
        assertThat(blocks.isNull(9, 0)).isTrue();
        assertThat(blocks.isNull(9, 1)).isFalse();
        assertThat(blocks.real(9, 1)).isEqualTo(10.5);
        assertThat(blocks.whole(10, 0)).isEqualTo(200);
        assertThat(blocks.isNull(10, 1)).isTrue();
        assertThat(blocks.whole(11, 1)).isEqualTo(4_294_967_295L);
        assertThat(blocks.next()).isFalse();
    }

    @Test
    void manyBlocksOfAnySizeAreReadWhole() throws IOException {
        Random random = new Random(5);
        NativeWriter writer = new NativeWriter();
        List<String> wanted = new ArrayList<>();
        for (int block = 0; block < 40; block++) {
            List<List<Object>> rows = new ArrayList<>();
            for (int row = random.nextInt(3) == 0 ? 0 : random.nextInt(3000); row > 0; row--) {
                String text = "x".repeat(random.nextInt(40));
                long number = random.nextLong();
                rows.add(List.of(text, number));
                wanted.add(text + number);
            }
            writer.rows(List.of("String", "Int64"), rows);
        }
        writer.block(0, 0);
        NativeBlocks blocks = new NativeBlocks(trickle(writer.toBytes(), 100_000), List.of(Kind.TEXT, Kind.WHOLE));
        List<String> read = new ArrayList<>();
        while (blocks.next()) {
            assertThat(blocks.rows()).isPositive();
            for (int row = 0; row < blocks.rows(); row++) {
                read.add(blocks.text(0, row) + blocks.whole(1, row));
            }
        }
        assertThat(read).isEqualTo(wanted);
    }

    @Test
    void anErrorBehindTheBlocksIsTold() throws IOException {
        NativeWriter writer =
                new NativeWriter().rows(List.of("Int64"), List.of(List.of(1))).raw(ERROR);
        NativeBlocks blocks = read(writer, Kind.WHOLE);
        assertThat(blocks.next()).isTrue();
        assertThatThrownBy(blocks::next)
                .isInstanceOfSatisfying(
                        NativeBlocks.ServerErrorException.class,
                        told -> assertThat(told.code()).isEqualTo(241))
                .hasMessage("Memory limit (for query) exceeded");
    }

    @Test
    void anErrorWithinABlockIsToldWhereverItStands() {
        byte[] block = new NativeWriter()
                .rows(List.of("String", "Int64"), List.of(List.of("some text", 1), List.of("b", 2)))
                .toBytes();
        for (int cut = 0; cut < block.length; cut++) {
            NativeWriter writer =
                    new NativeWriter().raw(Arrays.copyOf(block, cut)).raw(ERROR);
            assertThatThrownBy(() -> {
                        NativeBlocks blocks = read(writer, Kind.TEXT, Kind.WHOLE);
                        while (blocks.next()) {
                            assertThat(blocks.rows()).isEqualTo(2);
                        }
                    })
                    .as("cut at %d", cut)
                    .isInstanceOf(NativeBlocks.ServerErrorException.class);
        }
    }

    @Test
    void theErrorOfAnyVersionIsUnderstood() {
        String newer =
                "Code: 60. DB::Exception: Table m.t does not exist. (UNKNOWN_TABLE) (version 24.8.1 (official build))";
        NativeBlocks.ServerErrorException told = Objects.requireNonNull(NativeBlocks.error(newer));
        assertThat(told.code()).isEqualTo(60);
        assertThat(told).hasMessageStartingWith("Table m.t does not exist. (UNKNOWN_TABLE)");
        assertThat(NativeBlocks.error("Port 9000 is for clickhouse-client program"))
                .isNull();
        assertThat(NativeBlocks.error("Code: 210, e.displayText() = DB::NetException: Broken pipe, e.what() = x"))
                .hasMessageStartingWith("Broken pipe");
    }

    @Test
    void anAnswerThatEndsWithinABlockIsNotTakenForComplete() throws IOException {
        byte[] block = new NativeWriter()
                .rows(List.of("String", "Int64"), List.of(List.of("text", 1)))
                .toBytes();
        for (int cut = 1; cut < block.length; cut++) {
            NativeBlocks blocks = read(new NativeWriter().raw(Arrays.copyOf(block, cut)), Kind.TEXT, Kind.WHOLE);
            assertThatThrownBy(blocks::next).as("cut at %d", cut).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void typesThatWereNotAskedForAreRefusedByName() {
        assertThatThrownBy(() -> read(new NativeWriter().block(1, 1).column("LowCardinality(String)"), Kind.TEXT)
                        .next())
                .isInstanceOf(NativeBlocks.MalformedException.class)
                .hasMessage(
                        "column \"name\" comes as LowCardinality(String), expected is String; the query must CAST it");
        assertThatThrownBy(() -> read(new NativeWriter().block(1, 1).column("Float32"), Kind.REAL)
                        .next())
                .hasMessage("column \"name\" comes as Float32, expected is Float64");
        assertThatThrownBy(() -> read(new NativeWriter().block(1, 1).column("Date"), Kind.TIME)
                        .next())
                .hasMessageContaining("expected is DateTime, DateTime64 or UInt32");
    }

    @Test
    void whatIsNoBlockIsNotRead() {
        assertThatThrownBy(() -> read(new NativeWriter().block(2, 1), Kind.TEXT).next())
                .isInstanceOf(NativeBlocks.MalformedException.class)
                .hasMessageContaining("this begins with 2 columns and 1 rows");
        assertThatThrownBy(() ->
                        read(new NativeWriter().block(1, 1 << 30), Kind.TEXT).next())
                .isInstanceOf(NativeBlocks.MalformedException.class);
        NativeWriter longText = new NativeWriter().block(1, 1).column("String").number(1 << 20);
        assertThatThrownBy(() -> read(longText, Kind.TEXT).next())
                .hasMessageContaining("a text of 1048576 bytes; at most 65536 are expected");
        byte[] endless = new byte[20];
        Arrays.fill(endless, (byte) 0xff);
        assertThatThrownBy(
                        () -> read(new NativeWriter().raw(endless), Kind.TEXT).next())
                .isInstanceOf(NativeBlocks.MalformedException.class);
    }
}
