package io.lockstep.follower.engine.storage;

import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import com.alipay.sofa.jraft.entity.PeerId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The engine's entries as payloads of our log. The index is part of the log's record, not of the payload.
 *
 * <pre>
 * 0  version   1
 * 1  type      number of the engine's entry type
 * 2  flags     1: a checksum of the engine's own follows; 2: lists of peers follow
 * 3  term
 * 11 checksum  8 bytes, if flagged
 *    lists     if flagged: peers, old peers, learners, old learners; each a count (2 bytes), then for each peer its
 *              length (2 bytes) and its text
 *    data      the rest
 * </pre>
 */
final class LogEntryCodec {
    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 11;
    private static final int HAS_CHECKSUM = 1;
    private static final int HAS_PEERS = 2;

    private LogEntryCodec() {}

    /** The number of bytes that {@link #encode} writes. */
    static int bytes(LogEntry entry) {
        int bytes = FIXED_BYTES + (entry.hasChecksum() ? Long.BYTES : 0);
        if (hasPeers(entry)) {
            bytes += bytes(entry.getPeers())
                    + bytes(entry.getOldPeers())
                    + bytes(entry.getLearners())
                    + bytes(entry.getOldLearners());
        }
        return bytes + (entry.getData() == null ? 0 : entry.getData().remaining());
    }

    /** Writes {@code entry} and leaves its data unchanged. */
    static void encode(LogEntry entry, ByteBuffer into) {
        int flags = (entry.hasChecksum() ? HAS_CHECKSUM : 0) | (hasPeers(entry) ? HAS_PEERS : 0);
        into.put(VERSION)
                .put((byte) entry.getType().getNumber())
                .put((byte) flags)
                .putLong(entry.getId().getTerm());
        if (entry.hasChecksum()) {
            into.putLong(entry.getChecksum());
        }
        if (hasPeers(entry)) {
            encode(entry.getPeers(), into);
            encode(entry.getOldPeers(), into);
            encode(entry.getLearners(), into);
            encode(entry.getOldLearners(), into);
        }
        ByteBuffer data = entry.getData();
        if (data != null) {
            into.put(into.position(), data, data.position(), data.remaining());
            into.position(into.position() + data.remaining());
        }
    }

    /**
     * Decodes the entry of {@code index}. Reads {@code from} to its end and keeps no reference to it.
     *
     * @throws IOException if this version of this class did not write the bytes
     */
    static LogEntry decode(long index, ByteBuffer from) throws IOException {
        byte version = from.get();
        EntryType type = EntryType.forNumber(from.get(1));
        if (version != VERSION || type == null) {
            throw new IOException("Log entry " + index + " is in an unknown form: version " + version);
        }
        from.position(2);
        int flags = from.get();
        LogEntry entry = new LogEntry(type);
        entry.setId(new LogId(index, from.getLong()));
        if ((flags & HAS_CHECKSUM) != 0) {
            entry.setChecksum(from.getLong());
        }
        if ((flags & HAS_PEERS) != 0) {
            entry.setPeers(decodePeers(from));
            entry.setOldPeers(decodePeers(from));
            entry.setLearners(decodePeers(from));
            entry.setOldLearners(decodePeers(from));
        }
        if (from.hasRemaining()) {
            byte[] data = new byte[from.remaining()];
            from.get(data);
            entry.setData(ByteBuffer.wrap(data));
        }
        return entry;
    }

    private static boolean hasPeers(LogEntry entry) {
        return isFilled(entry.getPeers())
                || isFilled(entry.getOldPeers())
                || isFilled(entry.getLearners())
                || isFilled(entry.getOldLearners());
    }

    private static boolean isFilled(@Nullable List<PeerId> peers) {
        return peers != null && !peers.isEmpty();
    }

    private static int bytes(@Nullable List<PeerId> peers) {
        int bytes = Short.BYTES;
        if (peers != null) {
            for (PeerId peer : peers) {
                bytes += Short.BYTES + text(peer).length;
            }
        }
        return bytes;
    }

    private static void encode(@Nullable List<PeerId> peers, ByteBuffer into) {
        into.putShort((short) (peers == null ? 0 : peers.size()));
        if (peers != null) {
            for (PeerId peer : peers) {
                byte[] text = text(peer);
                into.putShort((short) text.length).put(text);
            }
        }
    }

    private static byte[] text(PeerId peer) {
        return peer.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Null for an empty list, as the engine has it. */
    private static @Nullable List<PeerId> decodePeers(ByteBuffer from) throws IOException {
        int count = from.getShort();
        if (count == 0) {
            return null;
        }
        List<PeerId> peers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] text = new byte[from.getShort()];
            from.get(text);
            PeerId peer = new PeerId();
            if (!peer.parse(new String(text, StandardCharsets.UTF_8))) {
                throw new IOException("Not a peer: " + new String(text, StandardCharsets.UTF_8));
            }
            peers.add(peer);
        }
        return peers;
    }
}
