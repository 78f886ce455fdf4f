package io.lockstep.follower.trust;

import io.lockstep.follower.storage.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The {@link Progress} of this server, in memory and on disk. Any thread. Only {@link #store} waits for the disk. */
public final class ProgressFile {

    private final Path directory;
    private final Object writing = new Object();
    private volatile Progress now;
    private @Nullable Progress onDisk;

    private ProgressFile(Path directory, Progress now, @Nullable Progress onDisk) {
        this.directory = directory;
        this.now = now;
        this.onDisk = onDisk;
    }

    /** Whether {@code data} has the file. */
    public static boolean exists(DataDirectory data) {
        return Files.exists(data.root().resolve(DataDirectory.PROGRESS));
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it is missing, damaged, or cannot be read
     */
    public static ProgressFile read(DataDirectory data) throws IOException {
        Progress read = Progress.read(data.root());
        return new ProgressFile(data.root(), read, read);
    }

    /** The file of a new server. Nothing is on disk before the first {@link #store}. */
    public static ProgressFile ofNew(DataDirectory data, Progress progress) {
        return new ProgressFile(data.root(), progress, null);
    }

    /** The progress as this process knows it, which may not be on disk yet. */
    public Progress now() {
        return now;
    }

    /** Changes the progress in memory; {@link #store} makes it durable. */
    public synchronized void change(UnaryOperator<Progress> change) {
        now = change.apply(now);
    }

    /** Changes the progress; durable when this returns. */
    public void store(UnaryOperator<Progress> change) throws IOException {
        change(change);
        store();
    }

    /** Makes all changes so far durable; does nothing if they are. */
    public void store() throws IOException {
        synchronized (writing) {
            Progress changed = now;
            if (!changed.equals(onDisk)) {
                changed.write(directory);
                onDisk = changed;
            }
        }
    }
}
