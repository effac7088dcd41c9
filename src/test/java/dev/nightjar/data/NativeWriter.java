package dev.nightjar.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes blocks as a ClickHouse server does in the format Native. */
final class NativeWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    NativeWriter block(int columns, int rows) {
        return number(columns).number(rows);
    }

    NativeWriter column(String type) {
        return text("name").text(type);
    }

    NativeWriter number(long value) {
        long rest = value;
        while (rest > 0x7f) {
            bytes.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    NativeWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return number(utf8.length).raw(utf8);
    }

    NativeWriter raw(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    NativeWriter raw(String value) {
        return raw(value.getBytes(StandardCharsets.UTF_8));
    }

    NativeWriter fixed(int width, long value) {
        byte[] all = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        bytes.write(all, 0, width);
        return this;
    }

    NativeWriter real(double value) {
        return fixed(8, Double.doubleToRawLongBits(value));
    }

    /** A block of whole rows: text for String, a number for the rest, null for NULL of a Nullable type. */
    NativeWriter rows(List<String> types, List<List<Object>> rows) {
        block(types.size(), rows.size());
        for (int column = 0; column < types.size(); column++) {
            String type = types.get(column);
            column(type);
            int place = column;
            String plain = type.startsWith("Nullable(") ? type.substring(9, type.length() - 1) : type;
            if (!plain.equals(type)) {
                rows.forEach(row -> fixed(1, row.get(place) == null ? 1 : 0));
            }
            for (List<Object> row : rows) {
                value(plain, row.get(place));
            }
        }
        return this;
    }

    private void value(String type, Object value) {
        switch (type) {
            case "String" -> text(value == null ? "" : (String) value);
            case "Float64" -> real(value == null ? 0 : ((Number) value).doubleValue());
            default -> fixed(width(type), value == null ? 0 : ((Number) value).longValue());
        }
    }

    private static int width(String type) {
        return switch (type.replaceAll("\\('.*", "")) {
            case "UInt8", "Int8" -> 1;
            case "Date", "UInt16", "Int16" -> 2;
            case "UInt32", "Int32", "DateTime" -> 4;
            default -> 8;
        };
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
