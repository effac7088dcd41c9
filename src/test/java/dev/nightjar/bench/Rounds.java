package dev.nightjar.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Works that take turns in rounds, so that whatever else the machine does meets all of them. A ratio is that of two works of
 * one round. Tells processor time, of all threads, as collecting garbage is part of the price, and wall time.
 */
final class Rounds {

    private static final int WARM_UPS = 3;

    private final long ticks;
    private final int rounds;

    /** @param ticks that each work has to say it has seen */
    Rounds(long ticks, int rounds) {
        this.ticks = ticks;
        this.rounds = rounds;
    }

    /** What is measured. */
    record Work(String name, Callable<Long> work) {}

    /** @param works of which the first is the yardstick */
    void run(List<Work> works) throws Exception {
        double[][] cpu = new double[works.size()][rounds];
        double[][] wall = new double[works.size()][rounds];
        int warmUps = rounds == 1 ? 0 : WARM_UPS;
        for (int round = -warmUps; round < rounds; round++) {
            for (int turn = 0; turn < works.size(); turn++) {
                int which = Math.floorMod(turn + round, works.size());
                long cpuBefore = cpu();
                long wallBefore = System.nanoTime();
                long seen = works.get(which).work().call();
                if (seen != ticks) {
                    throw new IllegalStateException(
                            works.get(which).name() + ": " + seen + " ticks instead of " + ticks);
                }
                if (round >= 0) {
                    wall[which][round] = (System.nanoTime() - wallBefore) / (double) ticks;
                    cpu[which][round] = (cpu() - cpuBefore) / (double) ticks;
                }
            }
        }
        for (int which = 0; which < works.size(); which++) {
            tell(works.get(which).name(), cpu[which], wall[which], cpu[0]);
        }
    }

    private void tell(String name, double[] cpu, double[] wall, double[] yardstick) {
        double[] ratios = new double[rounds];
        Arrays.setAll(ratios, round -> cpu[round] / yardstick[round]);
        Arrays.sort(ratios);
        double[] cpuSorted = cpu.clone();
        Arrays.sort(cpuSorted);
        double[] wallSorted = wall.clone();
        Arrays.sort(wallSorted);
        System.out.printf(
                Locale.ROOT,
                "  %-40s CPU %6.1f ns a tick median, %.1f to %.1f in half of the rounds, %.1f least: %5.2f M ticks/s, best %.2f;"
                        + " wall %.1f ns median, %.1f least: %.2f M ticks/s, best %.2f; CPU %.2f of the first%n",
                name,
                middle(cpuSorted),
                cpuSorted[rounds / 4],
                cpuSorted[rounds * 3 / 4],
                cpuSorted[0],
                1e3 / middle(cpuSorted),
                1e3 / cpuSorted[0],
                middle(wallSorted),
                wallSorted[0],
                1e3 / middle(wallSorted),
                1e3 / wallSorted[0],
                middle(ratios));
    }

    private static double middle(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
