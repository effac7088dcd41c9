package dev.nightjar.run;

/** The fee schedules there are. */
@FunctionalInterface
public interface FeeSchedules {

    /**
     * {@return the schedule of that name}
     *
     * @throws IllegalArgumentException if there is none, saying which there are
     * @throws InvalidSettingsException if its file cannot be used, with everything that is wrong
     */
    FeeSchedule named(String name);
}
