package dev.nightjar.batch;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Says in words what is wrong with a file. */
public final class FileErrors {

    private FileErrors() {}

    /** {@return the same, beginning with the name of the file} */
    static String of(Path file, IOException problem) {
        String message = message(problem);
        return message.startsWith(file.toString()) ? message : file + ": " + message;
    }

    public static String message(IOException problem) {
        if (problem instanceof NoSuchFileException missing) {
            return missing.getFile() + ": does not exist";
        }
        if (problem instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (problem instanceof NotDirectoryException file) {
            return file.getFile() + ": is not a folder";
        }
        if (problem instanceof CharacterCodingException) {
            return "is not UTF-8 text";
        }
        if (problem instanceof FileSystemException other) {
            String reason = other.getReason();
            return other.getFile() + ": " + (reason == null ? other.getClass().getSimpleName() : reason);
        }
        return String.valueOf(problem.getMessage());
    }
}
