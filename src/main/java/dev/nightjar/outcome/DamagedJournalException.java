package dev.nightjar.outcome;

import java.io.IOException;

/** A journal file is not what it should be; the message names the file and what is wrong with it. */
public final class DamagedJournalException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedJournalException(String message) {
        super(message);
    }
}
