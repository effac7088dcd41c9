package dev.nightjar.batch;

import dev.nightjar.market.Sha256;
import dev.nightjar.outcome.FolderSwap;
import dev.nightjar.outcome.NightFiles;
import dev.nightjar.outcome.NightStrategy;
import dev.nightjar.outcome.RunFacts;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a night as they are made: trades while strategies come, in queue order, the others at the end. */
final class NightFolder implements Closeable {

    private final FolderSwap swap;
    private final MessageDigest digest = Sha256.digest();
    private final Writer trades;
    private final List<NightStrategy> strategies = new ArrayList<>();
    private byte[] json = {};

    /** Begins the files in the folder that is to be swapped in. */
    NightFolder(FolderSwap swap) throws IOException {
        this.swap = swap;
        // Half a surrogate pair becomes a question mark, as in the other files.
        trades = new BufferedWriter(new OutputStreamWriter(
                new DigestOutputStream(swap.open(NightFiles.TRADES), digest), StandardCharsets.UTF_8));
        trades.write(NightFiles.csvHeader());
    }

    /** @param csvRows its trades; empty if it has none */
    void add(NightStrategy strategy, String csvRows) throws IOException {
        strategies.add(strategy);
        trades.write(csvRows);
    }

    /**
     * Makes the other files.
     *
     * @param from the first day of the run
     * @param to the last
     * @return the SHA-256 of all files, by name
     */
    Map<String, String> finish(RunFacts facts, LocalDate from, LocalDate to) throws IOException {
        trades.close();
        Map<String, String> hashes = new LinkedHashMap<>();
        json = NightFiles.night(facts, from, to, strategies);
        hashes.put(NightFiles.NIGHT, put(NightFiles.NIGHT, json));
        hashes.put(NightFiles.RANKING, put(NightFiles.RANKING, NightFiles.ranking(strategies)));
        hashes.put(NightFiles.TRADES, HexFormat.of().formatHex(digest.digest()));
        return hashes;
    }

    /** {@return the bytes of {@code night.json}, once it is finished} */
    byte[] json() {
        return json;
    }

    /** {@return what was added, in queue order} */
    List<NightStrategy> strategies() {
        return List.copyOf(strategies);
    }

    private String put(String name, byte[] bytes) throws IOException {
        swap.put(name, bytes);
        return Sha256.hex(bytes);
    }

    @Override
    public void close() throws IOException {
        trades.close();
    }
}
