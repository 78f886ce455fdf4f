package io.lockstep.common.entry;

import io.lockstep.common.lock.Grant;
import io.lockstep.common.lock.StateImage;
import io.lockstep.common.lock.StateImage.SessionImage;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Encodes the whole state piece by piece, so that a map of a million locks needs no memory for its binary form. {@link
 * SnapshotCodec#decode} reads the pieces, which have no checksum of their own. One thread at a time may use it.
 */
public final class SnapshotEncoder implements ByteSource {

    private final ByteWriter out = new ByteWriter(2 * BlockFramer.BLOCK_BYTES_MAX);
    private final Iterator<Consumer<ByteWriter>> parts;

    /** Makes an encoder of this state. */
    public SnapshotEncoder(StateImage image) {
        parts = partsOf(image);
    }

    /** Returns the next piece, of at most {@link BlockFramer#BLOCK_BYTES_MAX} bytes; an empty array at the end. */
    @Override
    public byte[] next() {
        while (out.length() < BlockFramer.BLOCK_BYTES_MAX && parts.hasNext()) {
            parts.next().accept(out);
        }
        return out.take(BlockFramer.BLOCK_BYTES_MAX);
    }

    /** Not known before the end. */
    @Override
    public long remaining() {
        return parts.hasNext() ? Long.MAX_VALUE : out.length();
    }

    private static Iterator<Consumer<ByteWriter>> partsOf(StateImage image) {
        return inTurn(
                List.<Iterator<Consumer<ByteWriter>>>of(
                                one(out -> SnapshotCodec.writeHead(out, image)),
                                list(image.servers(), SnapshotCodec::writeServer),
                                list(image.clientIds(), SnapshotCodec::writeBlock),
                                one(out -> out.writeVarint(image.sessions().size())),
                                inTurn(image.sessions().iterator(), SnapshotEncoder::partsOf),
                                list(image.waiters(), WaitImageCodec::writeWaiter),
                                list(image.blocked(), WaitImageCodec::writeBlocked),
                                list(image.audit(), AuditCodec::write),
                                list(image.users(), AccessCodec::writeUser),
                                one(out -> {
                                    out.writeVarint(image.mapBytesMax());
                                    out.writeVarint(image.leaseMillisMax());
                                }),
                                one(out -> HistoryCodec.writeHead(out, image.history())),
                                list(image.history().chunks(), HistoryCodec::writeChunk),
                                one(out -> out.writeVarint(image.featureLevel())))
                        .iterator(),
                part -> part);
    }

    /** One session may hold all the locks, so they are parts of their own. */
    private static Iterator<Consumer<ByteWriter>> partsOf(SessionImage session) {
        Iterator<Grant> locks = session.locks().iterator();
        return inTurn(
                Stream.of(
                                one(out -> SessionImageCodec.writeHead(out, session)),
                                each(locks, SessionImageCodec::writeLock))
                        .iterator(),
                part -> part);
    }

    private static Iterator<Consumer<ByteWriter>> one(Consumer<ByteWriter> part) {
        return List.of(part).iterator();
    }

    private static <T> Iterator<Consumer<ByteWriter>> list(List<T> elements, BiConsumer<ByteWriter, T> write) {
        return inTurn(
                Stream.of(one(out -> out.writeVarint(elements.size())), each(elements.iterator(), write))
                        .iterator(),
                part -> part);
    }

    private static <T> Iterator<Consumer<ByteWriter>> each(Iterator<T> elements, BiConsumer<ByteWriter, T> write) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return elements.hasNext();
            }

            @Override
            public Consumer<ByteWriter> next() {
                T element = elements.next();
                return out -> write.accept(out, element);
            }
        };
    }

    /** The elements of one iterator after the other, each made only when its turn comes. */
    private static <T> Iterator<Consumer<ByteWriter>> inTurn(
            Iterator<T> outer, Function<T, Iterator<Consumer<ByteWriter>>> inner) {
        return new Iterator<>() {
            private Iterator<Consumer<ByteWriter>> current =
                    List.<Consumer<ByteWriter>>of().iterator();

            @Override
            public boolean hasNext() {
                while (!current.hasNext() && outer.hasNext()) {
                    current = inner.apply(outer.next());
                }
                return current.hasNext();
            }

            @Override
            public Consumer<ByteWriter> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return current.next();
            }
        };
    }
}
