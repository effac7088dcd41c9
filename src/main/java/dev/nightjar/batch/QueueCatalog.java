package dev.nightjar.batch;

import dev.nightjar.run.FeeSchedules;
import dev.nightjar.run.InvalidSettingsException;
import dev.nightjar.run.QueueNames;
import dev.nightjar.run.QueueSettings;
import dev.nightjar.run.QueueSettingsReader;
import dev.nightjar.run.SettingProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What queue names mean: the files that come with the program, and those in the home, which win. */
public final class QueueCatalog {

    private static final String ENDING = ".yml";

    private final Home home;
    private final FeeSchedules fees;

    public QueueCatalog(Home home) {
        this.home = home;
        this.fees = new FeeCatalog(home);
    }

    /** {@return the fee schedules that settings may name} */
    FeeSchedules fees() {
        return fees;
    }

    /** {@return whether a file says what the queue means} */
    public boolean knows(String queue) {
        QueueNames.check(queue);
        return Files.exists(file(queue)) || shipped(queue).exists();
    }

    /**
     * {@return what the queue means}
     *
     * @throws dev.nightjar.run.InvalidSettingsException with everything that is wrong
     */
    public QueueSettings settings(String queue, Map<String, String> overrides) {
        QueueNames.check(queue);
        try {
            Path own = file(queue);
            String name = "jobs/" + queue + ENDING;
            @Nullable String yaml = null;
            if (Files.exists(own)) {
                name = own.toString();
                yaml = text(own);
            } else if (shipped(queue).exists()) {
                yaml = shipped(queue).getContentAsString(StandardCharsets.UTF_8);
            }
            return QueueSettingsReader.read(queue, name, yaml, overrides, fees);
        } catch (IOException e) {
            throw new UncheckedIOException("the settings of queue " + queue + " cannot be read: " + e.getMessage(), e);
        }
    }

    static String text(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidSettingsException(
                    List.of(new SettingProblem(file.toString(), "", "", "must be a file of settings")));
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new InvalidSettingsException(
                    List.of(new SettingProblem(file.toString(), "", "", "must be UTF-8 text")));
        }
    }

    /** {@return the names of all queues that have a file} */
    public Collection<String> names() {
        TreeSet<String> names = new TreeSet<>();
        try {
            for (Resource resource :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:jobs/*" + ENDING)) {
                add(names, resource.getFilename());
            }
            if (Files.isDirectory(home.jobs())) {
                try (Stream<Path> files = Files.list(home.jobs())) {
                    files.forEach(file -> add(names, String.valueOf(file.getFileName())));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the queues' settings cannot be listed: " + e.getMessage(), e);
        }
        return names;
    }

    private static void add(Collection<String> names, @Nullable String file) {
        if (file != null && file.endsWith(ENDING)) {
            String name = file.substring(0, file.length() - ENDING.length());
            if (QueueNames.isName(name)) {
                names.add(name);
            }
        }
    }

    private Path file(String queue) {
        return home.jobs().resolve(queue + ENDING);
    }

    private static ClassPathResource shipped(String queue) {
        return new ClassPathResource("jobs/" + queue + ENDING);
    }
}
