package dev.nightjar.worker;

/** A program that can be archived: it does what it is asked in no time, or does not get so far. */
public final class Rehearsed {

    private Rehearsed() {}

    /** Ends. */
    public static void main(String[] arguments) {
        System.out.println(String.join(" ", arguments));
    }
}
