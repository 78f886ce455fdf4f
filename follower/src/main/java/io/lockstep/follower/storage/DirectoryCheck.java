package io.lockstep.follower.storage;

import io.lockstep.common.secret.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks whether a data directory can be used, without opening it: a server may be running on it. */
public final class DirectoryCheck {

    private DirectoryCheck() {}

    /**
     * Returns whether the directory holds a server. One that does not exist holds none.
     *
     * @throws StorageException if this user cannot read and write it, or make it; or if its identity or its secret
     *     cannot be read
     */
    public static boolean holdsServer(Path root) throws StorageException {
        Path existing = root.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw DataDirectory.notUsable(root, existing + " is a file");
        }
        if (!Files.isReadable(existing) || !Files.isWritable(existing)) {
            throw DataDirectory.notUsable(root, "this user may not read and write " + existing);
        }
        if (!Identity.existsIn(root)) {
            return false;
        }
        try {
            Identity.read(root);
            Path secret = root.resolve(SecretFile.NAME);
            if (Files.exists(secret)) {
                SecretFile.read(secret);
            }
            return true;
        } catch (StorageException flaw) {
            throw flaw;
        } catch (IOException unreadable) {
            throw DataDirectory.notUsable(root, String.valueOf(unreadable.getMessage()));
        }
    }
}
