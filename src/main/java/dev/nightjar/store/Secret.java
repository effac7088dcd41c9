package dev.nightjar.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The password of the home's database. The database is served on loopback, which every local user can reach; the file
 * can be read by its owner only.
 */
final class Secret {

    private static final int BYTES = 24;

    private Secret() {}

    /** {@return the password in the file, which is made if there is none} */
    static String of(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            Path made = Files.createTempFile(file.toAbsolutePath().getParent(), "db", ".secret", ownerOnly(file));
            try {
                Files.writeString(made, HexFormat.of().formatHex(random));
                // A link, unlike a move, does not replace what another process was quicker to make.
                Files.createLink(file, made);
            } catch (FileAlreadyExistsException e) {
                return Files.readString(file);
            } finally {
                Files.deleteIfExists(made);
            }
        }
        return Files.readString(file);
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
