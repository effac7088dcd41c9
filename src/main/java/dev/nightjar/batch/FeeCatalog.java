package dev.nightjar.batch;

import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.FeeScheduleReader;
import dev.nightjar.run.FeeSchedules;
import dev.nightjar.run.InvalidSettingsException;
import dev.nightjar.run.SettingProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What fee schedules' names mean: the tables that come with the program, and those in the home, which win. A schedule stays as
 * it was when it was first asked for.
 */
public final class FeeCatalog implements FeeSchedules {

    /** The tables that come with the program. */
    static final List<String> SHIPPED = List.of("india_delivery", "india_intraday", "us_per_share");

    private static final String ENDING = ".csv";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    private final Path folder;
    private final Map<String, FeeSchedule> known = new ConcurrentHashMap<>();

    public FeeCatalog(Home home) {
        this.folder = home.fees();
    }

    @Override
    public FeeSchedule named(String name) {
        return known.computeIfAbsent(name, this::read);
    }

    private FeeSchedule read(String name) {
        if (NAME.matcher(name).matches()) {
            Path own = folder.resolve(name + ENDING);
            if (name.equals(FeeSchedule.NONE.name())) {
                return none(own);
            }
            if (Files.exists(own)) {
                return FeeScheduleReader.read(name, own.toString(), text(own), false);
            }
            if (SHIPPED.contains(name)) {
                return FeeScheduleReader.read(name, "fees/" + name + ENDING, shipped(name), true);
            }
        }
        throw new IllegalArgumentException("must be one of " + String.join(", ", names())
                + ", or the name of a table of your own in " + folder + " without its " + ENDING);
    }

    private static FeeSchedule none(Path own) {
        if (Files.exists(own)) {
            throw new InvalidSettingsException(List.of(new SettingProblem(
                    own.toString(), "", "", "none always means no fees; give this table another name")));
        }
        return FeeSchedule.NONE;
    }

    private static String text(Path own) {
        try {
            return QueueCatalog.text(own);
        } catch (IOException e) {
            throw new UncheckedIOException("the fee schedule " + own + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String shipped(String name) {
        String resource = "/fees/" + name + ENDING;
        try (@Nullable InputStream in = FeeCatalog.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("it is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + resource + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** {@return the names of all schedules, sorted} */
    private SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(SHIPPED);
        names.add(FeeSchedule.NONE.name());
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.map(file -> String.valueOf(file.getFileName()))
                        .filter(file -> file.endsWith(ENDING))
                        .map(file -> file.substring(0, file.length() - ENDING.length()))
                        .filter(name -> NAME.matcher(name).matches())
                        .forEach(names::add);
            } catch (IOException e) {
                throw new UncheckedIOException("the folder " + folder + " cannot be listed: " + e.getMessage(), e);
            }
        }
        return names;
    }
}
