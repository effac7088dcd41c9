package dev.nightjar.outcome;

/**
 * A journal that was written.
 *
 * @param name of the file, without its folder
 * @param size in bytes
 * @param sha256 of its bytes, in hexadecimal
 */
public record JournalFile(String name, long size, String sha256) {}
