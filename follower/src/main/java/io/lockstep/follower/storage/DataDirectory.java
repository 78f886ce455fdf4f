package io.lockstep.follower.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.common.secret.ClusterSecret;
import io.lockstep.common.secret.SecretFile;
import io.lockstep.follower.storage.StorageException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server's data on disk: {@code identity}, {@code secret}, {@code lock}, {@code progress}, {@code users}, and the
 * directories {@code log}, {@code vote} and {@code snapshots}. While it is open, no other process can open it. Only its
 * owner can read it.
 */
public final class DataDirectory implements AutoCloseable {

    /** What to do with a directory that cannot be trusted, for the end of a message. */
    public static final String REMEDY = "Never put an older copy of a data directory back: it lacks what was"
            + " acknowledged since. Move the directory away and let this server join its cluster as a new one"
            + " (follower.jar --leader, then admin replace-server).";

    private static final int PID_BYTES_MAX = 32;

    /** Name of the file that says how far the other parts had come. */
    public static final String PROGRESS = "progress";

    /** Name of the file that says that the cluster has users. */
    private static final String USERS = "users";

    private static final String[] DIRECTORIES = {"log", "vote", "snapshots"};

    private final Path root;
    private final FileChannel lockFile;
    private final NewParts made;
    private final boolean isNew;
    private Optional<Identity> identity;

    private DataDirectory(Path root, FileChannel lockFile, NewParts made, Optional<Identity> identity) {
        this.root = root;
        this.lockFile = lockFile;
        this.made = made;
        this.isNew = identity.isEmpty();
        this.identity = identity;
    }

    /** Opens the directory, creates missing parts, and takes its lock. If that fails, it deletes what it created. */
    public static DataDirectory open(Path root) throws StorageException {
        FileChannel lockFile = null;
        NewParts made = NewParts.missing(root, List.of(DIRECTORIES));
        try {
            PrivateFiles.createDirectories(root);
            Path lock = root.resolve("lock");
            if (!Files.exists(lock)) {
                PrivateFiles.createFile(lock);
                made.add(lock);
            }
            lockFile = FileChannel.open(lock, StandardOpenOption.READ, StandardOpenOption.WRITE);
            takeLock(root, lockFile);
            for (String part : DIRECTORIES) {
                PrivateFiles.createDirectories(root.resolve(part));
            }
            PrivateFiles.forceDirectory(root);
            Optional<Identity> identity = Identity.existsIn(root) ? Optional.of(Identity.read(root)) : Optional.empty();
            refuseDataWithoutIdentity(root, identity);
            return new DataDirectory(root, lockFile, made, identity);
        } catch (StorageException e) {
            release(lockFile);
            made.deleteEmpty();
            throw e;
        } catch (IOException e) {
            release(lockFile);
            made.deleteEmpty();
            throw notUsable(root, e);
        }
    }

    private static void takeLock(Path root, FileChannel lockFile) throws IOException {
        FileLock lock;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new StorageException(
                    Reason.IN_USE,
                    "The data directory " + root + " is in use by another server" + holder(lockFile)
                            + ". Stop that server first, or give this one another directory with --data.");
        }
        lockFile.truncate(0);
        lockFile.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)), 0);
    }

    private static String holder(FileChannel lockFile) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PID_BYTES_MAX);
        lockFile.read(bytes, 0);
        String pid = new String(bytes.array(), 0, bytes.position(), UTF_8);
        return pid.isEmpty() ? "" : ", process " + pid;
    }

    /** Refuses a directory with any other part but no identity: the identity is stored before anything else. */
    private static void refuseDataWithoutIdentity(Path root, Optional<Identity> identity) throws IOException {
        if (identity.isPresent()) {
            return;
        }
        for (String part : DIRECTORIES) {
            try (var files = Files.list(root.resolve(part))) {
                if (files.findAny().isPresent()) {
                    throw withoutIdentity(root, part);
                }
            }
        }
        if (Files.exists(root.resolve(PROGRESS))) {
            throw withoutIdentity(root, PROGRESS);
        }
    }

    private static StorageException withoutIdentity(Path root, String part) {
        return new StorageException(
                Reason.CORRUPT,
                "The data directory " + root + " holds " + part + " but no identity file, so nobody can say which"
                        + " server it belongs to. " + REMEDY);
    }

    private static StorageException notUsable(Path root, IOException cause) {
        StorageException exception = notUsable(root, why(cause));
        exception.initCause(cause);
        return exception;
    }

    /** Returns what says that the directory cannot be used. {@code why} is a clause. */
    static StorageException notUsable(Path root, String why) {
        return new StorageException(
                Reason.NOT_WRITABLE,
                "The data directory " + root + " cannot be used: " + why
                        + ". Make it a directory that this user can write, or choose another one with --data.");
    }

    private static String why(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "it is a file";
        }
        return cause instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(cause.getMessage());
    }

    private static void release(@Nullable FileChannel lockFile) {
        if (lockFile != null) {
            try {
                lockFile.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The server's identity; empty in a new directory. */
    public Optional<Identity> identity() {
        return identity;
    }

    /** Stores the server's identity; durable when this returns. */
    public void store(Identity changed) throws StorageException {
        try {
            changed.write(root);
        } catch (IOException e) {
            throw notUsable(root, e);
        }
        identity = Optional.of(changed);
    }

    /**
     * The secret of the server's cluster; empty if there is no file of that name.
     *
     * @throws StorageException if the file has no secret, or can be read by others
     */
    public Optional<ClusterSecret> secret() throws StorageException {
        Path file = root.resolve(SecretFile.NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SecretFile.read(file));
        } catch (IOException flaw) {
            throw new StorageException(
                    Reason.SECRET,
                    "The cluster's secret is not safe or not readable: "
                            + flaw.getMessage()
                            + ". If the file has lost its content, delete it, and start this server with"
                            + " --secret-file and a copy of another server's secret.");
        }
    }

    /** Stores the secret of the server's cluster, before its identity; durable when this returns. */
    public void store(ClusterSecret secret) throws StorageException {
        try {
            PrivateFiles.replace(root, SecretFile.NAME, (secret.text() + "\n").getBytes(UTF_8));
        } catch (IOException e) {
            throw notUsable(root, e);
        }
    }

    /** Whether the cluster is known to have users. Once it has one, it always has. */
    public boolean hasUsers() {
        return Files.exists(root.resolve(USERS));
    }

    /** Remembers that the cluster has users; durable when this returns. */
    public void rememberUsers() throws StorageException {
        try {
            PrivateFiles.replace(root, USERS, "This cluster has users.\n".getBytes(UTF_8));
        } catch (IOException e) {
            throw notUsable(root, e);
        }
    }

    /** The directory itself. */
    public Path root() {
        return root;
    }

    /** The directory of the replicated log. */
    public Path log() {
        return root.resolve("log");
    }

    /** The directory of the term and the vote. */
    public Path vote() {
        return root.resolve("vote");
    }

    /** The directory of the snapshots. */
    public Path snapshots() {
        return root.resolve("snapshots");
    }

    /**
     * Deletes what this start has written, and the directory if it did not exist before; nothing if the directory held
     * a server when it was opened. A part that cannot be deleted stays.
     */
    public void discardIfNew() {
        if (isNew) {
            made.wipe(
                    root,
                    List.of(DIRECTORIES),
                    List.of(PROGRESS, SecretFile.NAME, Identity.FILE, AdminTokenFile.NAME, USERS, "lock"));
            made.deleteEmpty();
        }
    }

    /** Releases the lock. */
    @Override
    public void close() {
        release(lockFile);
    }
}
