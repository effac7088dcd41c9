package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A market day as a file of the store: session and instruments in the header, one block for each that ticked. */
final class DayFile {

    private DayFile() {}

    static void write(Path target, DataDay day) {
        List<ColumnFile.Block> blocks = new ArrayList<>();
        for (Instrument instrument : day.instruments()) {
            TickSeries ticks = day.ticks(instrument.symbol());
            if (ticks.count() > 0) {
                blocks.add(MappedTicks.block(ticks));
            }
        }
        ColumnFile.write(target, ColumnFile.Kind.DAY, out -> header(day, out), blocks);
    }

    private static void header(DataDay day, DataOutputStream out) throws IOException {
        Session session = day.session();
        out.writeUTF(day.hash());
        out.writeUTF(session.date().toString());
        out.writeUTF(session.zone().getId());
        out.writeLong(session.open());
        out.writeLong(session.close());
        out.writeLong(day.droppedTicks());
        out.writeInt(day.instruments().size());
        for (Instrument instrument : day.instruments()) {
            out.writeUTF(instrument.symbol());
            out.writeUTF(instrument.kind().name());
            out.writeUTF(instrument.exchange());
            writeOptional(out, instrument.underlying());
            writeOptional(out, instrument.expiry());
            writeOptional(out, instrument.strike());
            writeOptional(out, instrument.optionType());
            out.writeLong(instrument.lotSize());
            out.writeLong(instrument.tickSize());
            out.writeByte(instrument.priceScale());
            out.writeBoolean(day.ticks(instrument.symbol()).count() > 0);
        }
    }

    private static void writeOptional(DataOutputStream out, @Nullable Object value) throws IOException {
        out.writeUTF(value == null ? "" : value.toString());
    }

    /** Opens a day; the file stays mapped as long as the day is in use. */
    static DataDay read(Path path, WarmUps.History history) {
        return read(ColumnFile.open(path, ColumnFile.Kind.DAY), history);
    }

    private static DataDay read(ColumnFile file, WarmUps.History history) {
        try (DataInputStream in = file.header()) {
            String hash = in.readUTF();
            LocalDate date = LocalDate.parse(in.readUTF());
            ZoneId zone = ZoneId.of(in.readUTF());
            Session session = new Session(date, zone, in.readLong(), in.readLong());
            long dropped = in.readLong();
            SortedMap<String, Instrument> instruments = new TreeMap<>();
            Map<String, Integer> blocks = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                Instrument instrument = instrument(in);
                instruments.put(instrument.symbol(), instrument);
                if (in.readBoolean()) {
                    blocks.put(instrument.symbol(), blocks.size());
                }
            }
            DataDay.Ticks ticks = symbol -> {
                Integer block = blocks.get(symbol);
                return block == null ? MappedTicks.EMPTY : MappedTicks.of(file, block);
            };
            return new DataDay(session, hash, instruments, blocks.keySet(), ticks, history, dropped);
        } catch (IOException | DateTimeException | IllegalArgumentException unexpected) {
            throw ColumnFile.damaged(file.path(), "its header does not hold a day (" + unexpected.getMessage() + ")");
        }
    }

    private static Instrument instrument(DataInputStream in) throws IOException {
        String symbol = in.readUTF();
        InstrumentKind kind = InstrumentKind.valueOf(in.readUTF());
        String exchange = in.readUTF();
        String underlying = in.readUTF();
        String expiry = in.readUTF();
        String strike = in.readUTF();
        String optionType = in.readUTF();
        return new Instrument(
                symbol,
                kind,
                exchange,
                underlying.isEmpty() ? null : underlying,
                expiry.isEmpty() ? null : LocalDate.parse(expiry),
                strike.isEmpty() ? null : new BigDecimal(strike),
                optionType.isEmpty() ? null : OptionType.valueOf(optionType),
                in.readLong(),
                in.readLong(),
                in.readByte());
    }
}
