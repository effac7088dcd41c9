package dev.nightjar.batch;

import dev.nightjar.market.Sha256;
import dev.nightjar.outcome.CrashPoint;
import dev.nightjar.outcome.NightFiles;
import dev.nightjar.outcome.NightStrategy;
import dev.nightjar.report.NightReport;
import dev.nightjar.run.Html;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the pages of a night, those that its settings ask for. All numbers are in place before, and nobody waits for a page: others may
 * publish while pages are made, and only to put some of them in place is the folder of all results taken for a moment.
 */
final class NightPages {

    /** How many pages, or bytes of them, are put in place at once; of a small memory no more than this part. */
    private static final int MOST_PAGES = 100;

    private static final long MOST_BYTES = Math.min(32_000_000, StrategyWorkers.room() / 8);

    private final Night night;

    NightPages(Night night) {
        this.night = night;
    }

    /**
     * Makes the page of the night itself.
     *
     * @param json the bytes of its {@code night.json}
     * @param strategies as it tells them
     */
    void night(Path folder, byte[] json, List<NightStrategy> strategies) throws IOException {
        if (night.settings().html() == Html.NONE) {
            return;
        }
        try {
            byte[] page = StrategyWork.of(() -> new NightPage(night).of(json, strategies));
            put(List.of(new Reports.Made(folder.resolve(NightFiles.NIGHT), Sha256.hex(json), NightReport.NAME, page)));
        } catch (StrategyWork.FailedException e) {
            warn("the page of the night could not be made: " + e.getMessage());
        }
    }

    /** Makes the reports of strategies, by their folders. */
    void reports(Map<Path, Reports.Results> folders) throws IOException {
        if (night.settings().html() != Html.ALL) {
            return;
        }
        Reports reports = new Reports(night::open, night::dayStore);
        night.progress().begin("report", "pages", folders.size());
        try (StrategyWorkers workers = StrategyWorkers.ofProcessors(reports.kept() + MOST_BYTES)) {
            Waiting waiting = new Waiting();
            workers.each(
                    List.copyOf(folders.entrySet()),
                    folder -> Reports.need(folder.getKey()),
                    folder -> {
                        night.stop().check();
                        try (Timings.Span span = night.timings().begin(Timings.Part.REPORTING)) {
                            return reports.made(folder.getKey(), folder.getValue());
                        }
                    },
                    waiting);
            waiting.put();
        } finally {
            night.progress().end();
        }
    }

    /** Pages that are made and wait to be put in place with others. */
    private final class Waiting implements StrategyWorkers.Taker<Map.Entry<Path, Reports.Results>, Reports.Made> {

        private final List<Reports.Made> pages = new ArrayList<>();
        private long bytes;

        @Override
        public void done(Map.Entry<Path, Reports.Results> folder, Reports.Made made) throws IOException {
            pages.add(made);
            bytes += made.page().length;
            if (pages.size() >= MOST_PAGES || bytes >= MOST_BYTES) {
                put();
            }
        }

        @Override
        public void failed(Map.Entry<Path, Reports.Results> folder, StrategyWork.FailedException reason) {
            warn(Reports.notMade(folder.getKey(), reason));
            night.progress().advance(1);
        }

        void put() throws IOException {
            NightPages.this.put(pages);
            CrashPoint.DURING_PAGES.pass();
            night.progress().advance(pages.size());
            pages.clear();
            bytes = 0;
        }
    }

    private void put(List<Reports.Made> pages) throws IOException {
        try (PublishLock lock = PublishLock.take(
                night.home(),
                night.queue(),
                night.stop(),
                message -> night.progress().say(message))) {
            for (Reports.Made page : pages) {
                try {
                    page.put();
                } catch (StrategyWork.FailedException e) {
                    warn("the page " + page.source().resolveSibling(page.name()) + " could not be put in place: "
                            + e.getMessage());
                }
            }
        }
    }

    private void warn(String message) {
        night.progress().say(message);
        night.event("warning", message);
    }
}
