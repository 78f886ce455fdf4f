package io.lockstep.common.file;

import io.lockstep.common.entry.Backup;
import io.lockstep.common.entry.BackupHeader;
import io.lockstep.common.entry.ByteSource;
import io.lockstep.common.entry.MalformedEncodingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;

/** Reads the file of a backup. Any thread; blocks on the disk. */
public final class BackupFile {

    private BackupFile() {}

    /**
     * Checks every byte of a backup against its checksums, in little memory.
     *
     * @return what the backup is of
     * @throws IOException with a sentence that names the file, if it is no intact backup or cannot be read
     */
    public static BackupHeader verify(Path path) throws IOException {
        return read(path, Backup::verify);
    }

    /**
     * Reads a backup.
     *
     * @throws IOException with a sentence that names the file, if it is no intact backup or cannot be read
     */
    public static Backup read(Path path) throws IOException {
        return read(path, Backup::decode);
    }

    private static <T> T read(Path path, Function<ByteSource, T> decode) throws IOException {
        try (FileBytes file = new FileBytes(path)) {
            return decode.apply(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + path, e);
        } catch (MalformedEncodingException e) {
            throw new IOException(path + " is not an intact backup: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new IOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
