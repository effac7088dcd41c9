package dev.nightjar.data;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** An import in a process of its own, which can be held, killed or starved. */
public final class ImportProcess {

    static final int HALTED = 42;

    private ImportProcess() {}

    /**
     * Starts one.
     *
     * @param prefix of the command
     * @param how {@code import}; {@code hold} to say so once imported, and wait for the end of the input; {@code halt} to die
     *     when the last row was read
     */
    static Process start(List<String> prefix, Path store, Path folder, String how) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xshare:auto");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:-UsePerfData");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(ImportProcess.class.getName());
        command.addAll(List.of(store.toString(), folder.toString(), how));
        return new ProcessBuilder(command).start();
    }

    public static void main(String[] args) {
        DataFolder folder = DataFolder.open(Path.of(args[1]));
        DayStore.open(Path.of(args[0])).importDays(folder, folder.days(), false, new ImportProgress() {
            @Override
            public void imported(DayImport day) {
                if (args[2].equals("hold")) {
                    System.out.println("imported");
                    waitForTheEndOfTheInput();
                }
            }

            @Override
            public void reading(LocalDate date, long rows, long bytes, long total) {
                if (args[2].equals("halt") && rows == 376) {
                    Runtime.getRuntime().halt(HALTED);
                }
            }
        });
    }

    private static void waitForTheEndOfTheInput() {
        try {
            while (System.in.read() >= 0) {
                // whatever comes
            }
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
