package io.lockstep.tools.record;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.OperationLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A history file that is being written. The line of an operation is written at its call, as unknown, and overwritten in
 * place when the answer arrives. So the file is a complete history at any time, even if the recorder is killed. Safe
 * for any thread. A disk failure ends the recording with an {@link UncheckedIOException}.
 */
public final class HistoryFile implements AutoCloseable {

    /** Space for the fields that an answer adds: a token, a longer result, a later time. */
    private static final int ROOM = 48;

    private final FileChannel channel;
    private long end;

    /** One line of the file. */
    public final class HistoryLine {

        private final long position;
        private final int length;

        /** The operation in the line now. */
        private volatile Operation operation;

        private HistoryLine(long position, int length, Operation operation) {
            this.position = position;
            this.length = length;
            this.operation = operation;
        }

        /** What the line says now. */
        public Operation operation() {
            return operation;
        }

        /** Overwrites the line. */
        public void become(Operation newOperation) {
            operation = newOperation;
            write(padded(newOperation, length), position);
        }
    }

    /**
     * Creates the file, or replaces an existing one.
     *
     * @throws IOException if it cannot be written
     */
    public HistoryFile(Path file) throws IOException {
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Adds an operation that may change. */
    public HistoryLine begin(Operation operation) {
        int length = OperationLine.text(operation).getBytes(StandardCharsets.UTF_8).length + ROOM;
        return new HistoryLine(append(padded(operation, length)), length, operation);
    }

    /** Adds an operation that is complete. */
    public void add(Operation operation) {
        append(ByteBuffer.wrap((OperationLine.text(operation) + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private synchronized long append(ByteBuffer line) {
        long position = end;
        end += line.remaining();
        write(line, position);
        return position;
    }

    private static ByteBuffer padded(Operation operation, int length) {
        byte[] text = OperationLine.text(operation).getBytes(StandardCharsets.UTF_8);
        if (text.length > length) {
            throw new IllegalStateException("an operation has outgrown its line: " + operation);
        }
        ByteBuffer line = ByteBuffer.allocate(length + 1).put(text);
        while (line.position() < length) {
            line.put((byte) ' ');
        }
        return line.put((byte) '\n').flip();
    }

    private void write(ByteBuffer line, long position) {
        try {
            long at = position;
            while (line.hasRemaining()) {
                at += channel.write(line, at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
