package dev.nightjar.batch;

import dev.nightjar.report.NightReport;
import dev.nightjar.run.Html;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the pages of a night, those that its settings ask for. */
final class NightPages {

    private final Night night;

    NightPages(Night night) {
        this.night = night;
    }

    /**
     * Makes the page of the night itself.
     *
     * @param json its {@code night.json}
     * @param subjects of all reports
     */
    void night(Path folder, byte[] json, Collection<Reports.Subject> subjects) throws IOException {
        if (night.settings().html() == Html.NONE) {
            return;
        }
        Set<String> currencies = subjects.stream()
                .map(subject -> String.valueOf(subject.currency()))
                .collect(Collectors.toSet());
        @Nullable String currency =
                subjects.stream().findFirst().map(Reports.Subject::currency).orElse(null);
        try {
            Reports.put(
                    folder.resolve(NightReport.NAME),
                    StrategyWork.of(() -> new NightPage(night).of(json, currencies.size() == 1 ? currency : null)));
        } catch (StrategyWork.FailedException e) {
            warn("the page of the night could not be made: " + e.getMessage());
        }
    }

    /** After all numbers are in place: pages show them, and nobody waits for a page. */
    void reports(Map<Path, Reports.Subject> subjects) throws IOException {
        if (night.settings().html() != Html.ALL) {
            return;
        }
        Reports reports = new Reports(night::open);
        night.progress().begin("report", "pages", subjects.size());
        try (StrategyWorkers workers = StrategyWorkers.ofProcessors()) {
            workers.each(
                    List.copyOf(subjects.entrySet()),
                    subject -> Reports.need(subject.getKey()),
                    subject -> {
                        night.stop().check();
                        try (Timings.Span span = night.timings().begin(Timings.Part.REPORTING)) {
                            reports.write(subject.getKey(), subject.getValue());
                        }
                        return subject;
                    },
                    new StrategyWorkers.Taker<Map.Entry<Path, Reports.Subject>, Map.Entry<Path, Reports.Subject>>() {
                        @Override
                        public void done(
                                Map.Entry<Path, Reports.Subject> subject, Map.Entry<Path, Reports.Subject> written) {
                            night.progress().advance(1);
                        }

                        @Override
                        public void failed(
                                Map.Entry<Path, Reports.Subject> subject, StrategyWork.FailedException reason) {
                            warn("the report of " + subject.getKey() + " could not be made: " + reason.getMessage());
                            night.progress().advance(1);
                        }
                    });
        } finally {
            night.progress().end();
        }
    }

    private void warn(String message) {
        night.progress().say(message);
        night.event("warning", message);
    }
}
