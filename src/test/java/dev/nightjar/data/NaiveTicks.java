package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.Instrument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Says plainly what becomes of a tick file of simple rows: those inside the session, by symbol, with their ranks. */
final class NaiveTicks {

    private NaiveTicks() {}

    private record Row(long time, long sequence, String symbol, long price, long quantity, long openInterest) {}

    static void assertEqual(DataDay day, Path folder) {
        List<Row> rows = new ArrayList<>();
        for (String line : lines(folder, day.date().toString())) {
            String[] fields = line.split(",");
            Instant time = LocalDateTime.parse(fields[0].replace(' ', 'T'))
                    .atZone(day.session().zone())
                    .toInstant();
            if (day.session().contains(time.getEpochSecond())) {
                rows.add(new Row(
                        time.getEpochSecond() * 1_000_000_000L + time.getNano(),
                        Long.parseLong(fields[1]),
                        fields[2],
                        new BigDecimal(fields[3]).movePointRight(2).longValueExact(),
                        Long.parseLong(fields[4]),
                        Long.parseLong(fields[5])));
            }
        }
        rows.sort(Comparator.comparing(Row::time).thenComparing(Row::sequence));
        Map<String, List<List<Long>>> bySymbol = new TreeMap<>();
        for (int rank = 0; rank < rows.size(); rank++) {
            Row row = rows.get(rank);
            bySymbol.computeIfAbsent(row.symbol(), symbol -> new ArrayList<>())
                    .add(List.of(row.time(), (long) rank, row.price(), row.quantity(), row.openInterest()));
        }
        for (Instrument instrument : day.instruments()) {
            assertThat(DayAssert.ticks(day.ticks(instrument.symbol())))
                    .as(instrument.symbol())
                    .isEqualTo(bySymbol.getOrDefault(instrument.symbol(), List.of()));
        }
        assertThat(day.ticked()).isEqualTo(bySymbol.keySet());
    }

    private static List<String> lines(Path folder, String date) {
        Path plain = folder.resolve("ticks/" + date + ".csv");
        Path compressed = folder.resolve("ticks/" + date + ".csv.gz");
        try (InputStream in = Files.exists(plain)
                ? Files.newInputStream(plain)
                : new GZIPInputStream(Files.newInputStream(compressed))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
