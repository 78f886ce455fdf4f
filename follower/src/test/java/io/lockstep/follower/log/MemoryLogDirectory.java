package io.lockstep.follower.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Files in memory that record which bytes are durable, so that tests can crash them. Writes and fsyncs can be made to
 * fail or to wait.
 */
final class MemoryLogDirectory implements LogDirectory {
    /** A crash keeps or loses a page as a whole. Pages are small, so that a batch has many. */
    static final int PAGE_BYTES = 64;

    /** Called before an operation; throws or waits to disturb it. */
    interface Disturbance {
        void before(String operation, String name) throws IOException;
    }

    private final Map<String, MemoryLogFile> files = new TreeMap<>();
    private final Map<String, MemoryLogFile> durableFiles = new TreeMap<>();
    volatile Disturbance disturbance = (operation, name) -> {};

    /** Bound of the bytes in all files; a write beyond it is short, then fails. */
    long capacityBytes = Long.MAX_VALUE;

    int forces;

    MemoryLogDirectory copy() {
        MemoryLogDirectory copy = new MemoryLogDirectory();
        files.forEach((name, file) -> {
            MemoryLogFile copied = copy.new MemoryLogFile(name, file.content.clone());
            copy.files.put(name, copied);
            copy.durableFiles.put(name, copied);
        });
        return copy;
    }

    /** A possible state after a power failure: all forced bytes, and of the others any pages, none, or garbage. */
    MemoryLogDirectory crash(Random random) {
        Map<String, MemoryLogFile> left = new TreeMap<>(durableFiles);
        files.forEach((name, file) -> {
            if (random.nextBoolean()) {
                left.put(name, file);
            }
        });
        durableFiles.keySet().forEach(name -> {
            if (!files.containsKey(name) && random.nextBoolean()) {
                left.remove(name);
            }
        });
        MemoryLogDirectory copy = new MemoryLogDirectory();
        left.forEach((name, file) -> {
            MemoryLogFile copied = copy.new MemoryLogFile(name, file.afterCrash(random));
            copy.files.put(name, copied);
            copy.durableFiles.put(name, copied);
        });
        return copy;
    }

    byte[] content(String name) {
        return file(name).content;
    }

    void setContent(String name, byte[] content) {
        file(name).content = content;
        file(name).durable = content.clone();
    }

    void remove(String name) {
        files.remove(name);
        durableFiles.remove(name);
    }

    private MemoryLogFile file(String name) {
        MemoryLogFile file = files.get(name);
        if (file == null) {
            throw new IllegalArgumentException("no file " + name);
        }
        return file;
    }

    @Override
    public List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public LogFile create(String name) throws IOException {
        disturbance.before("create", name);
        if (files.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        MemoryLogFile file = new MemoryLogFile(name, new byte[0]);
        files.put(name, file);
        return file;
    }

    @Override
    public LogFile open(String name) {
        return file(name);
    }

    @Override
    public void delete(String name) throws IOException {
        disturbance.before("delete", name);
        if (files.remove(name) == null) {
            throw new NoSuchFileException(name);
        }
    }

    @Override
    public void force() throws IOException {
        disturbance.before("force directory", "");
        durableFiles.clear();
        durableFiles.putAll(files);
    }

    @Override
    public String describe(String name) {
        return "memory/" + name;
    }

    private final class MemoryLogFile implements LogFile {
        private final String name;
        private volatile byte[] content;
        private byte[] durable;

        /** Pages written since they were last forced. */
        private final BitSet dirty = new BitSet();

        MemoryLogFile(String name, byte[] content) {
            this.name = name;
            this.content = content;
            this.durable = content.clone();
        }

        byte[] afterCrash(Random random) {
            int shorter = Math.min(content.length, durable.length);
            int longer = Math.max(content.length, durable.length);
            byte[] left = new byte[random.nextBoolean() ? longer : shorter + random.nextInt(longer - shorter + 1)];
            for (int page = 0; page < left.length; page += PAGE_BYTES) {
                int end = Math.min(left.length, page + PAGE_BYTES);
                if (Arrays.equals(pageOf(content, page, end), pageOf(durable, page, end))) {
                    System.arraycopy(pageOf(durable, page, end), 0, left, page, end - page);
                    continue;
                }
                // Bytes of an earlier batch are the same in the old and the new form of the page. Only a page without
                // such bytes can have any content.
                boolean hasOlderBytes = page < durable.length && !isZero(pageOf(durable, page, end));
                switch (random.nextInt(hasOlderBytes ? 2 : 4)) {
                    case 0 -> System.arraycopy(pageOf(durable, page, end), 0, left, page, end - page);
                    case 1 -> System.arraycopy(pageOf(content, page, end), 0, left, page, end - page);
                    case 2 -> Arrays.fill(left, page, end, (byte) 0);
                    default -> {
                        byte[] garbage = new byte[end - page];
                        random.nextBytes(garbage);
                        System.arraycopy(garbage, 0, left, page, end - page);
                    }
                }
            }
            return left;
        }

        private static boolean isZero(byte[] bytes) {
            for (byte b : bytes) {
                if (b != 0) {
                    return false;
                }
            }
            return true;
        }

        private static byte[] pageOf(byte[] bytes, int from, int to) {
            return from >= bytes.length ? new byte[to - from] : Arrays.copyOfRange(bytes, from, to);
        }

        @Override
        public long size() {
            return content.length;
        }

        @Override
        public void read(ByteBuffer into, long offset) throws IOException {
            byte[] now = content;
            if (offset + into.remaining() > now.length) {
                throw new EOFException();
            }
            into.put(now, (int) offset, into.remaining());
        }

        @Override
        public void write(ByteBuffer from, long offset) throws IOException {
            disturbance.before("write", name);
            long used = files.values().stream().mapToLong(MemoryLogFile::size).sum();
            int end = (int) offset + from.remaining();
            int allowed = (int) Math.min(end, Math.max(offset, capacityBytes - used + content.length));
            byte[] grown = Arrays.copyOf(content, Math.max(content.length, allowed));
            from.get(grown, (int) offset, allowed - (int) offset);
            content = grown;
            dirty.set((int) offset / PAGE_BYTES, (allowed + PAGE_BYTES - 1) / PAGE_BYTES);
            if (allowed < end) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void force() throws IOException {
            forces++;
            try {
                disturbance.before("force", name);
            } catch (IOException e) {
                // As kernels do: bytes that could not be written count as written from now on.
                dirty.clear();
                throw e;
            }
            forceDirty();
        }

        private void forceDirty() {
            byte[] now = content;
            byte[] forced = Arrays.copyOf(durable, now.length);
            dirty.stream()
                    .map(page -> page * PAGE_BYTES)
                    .filter(page -> page < now.length)
                    .forEach(
                            page -> System.arraycopy(now, page, forced, page, Math.min(PAGE_BYTES, now.length - page)));
            durable = forced;
            dirty.clear();
        }

        @Override
        public void truncate(long size) throws IOException {
            disturbance.before("truncate", name);
            content = Arrays.copyOf(content, (int) size);
            forceDirty();
        }

        @Override
        public void close() {}
    }
}
