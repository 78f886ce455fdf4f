package io.lockstep.common.entry;

import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.lock.StateImage;
import io.lockstep.common.lock.StateImage.ClientIdBlock;
import java.util.List;

/**
 * The binary form of the whole state, in blocks with checksums. {@link SnapshotEncoder} makes its content piece by
 * piece. Any thread may use it.
 */
public final class SnapshotCodec {

    /** The first eight bytes of a snapshot. */
    public static final long MAGIC = 0x4C4B534E_41500007L;

    private static final int SERVER_BYTES_MIN = 8;
    private static final int BLOCK_BYTES_MIN = 2;

    private SnapshotCodec() {}

    /** Returns a whole snapshot of the state. */
    public static byte[] encode(StateImage image) {
        return framed(new SnapshotEncoder(image));
    }

    /** Returns a whole snapshot of the pieces that {@link SnapshotEncoder} makes. */
    public static byte[] framed(ByteSource pieces) {
        ByteWriter out = new ByteWriter(BlockFramer.BLOCK_BYTES_MAX);
        BlockFramer framer = new BlockFramer(MAGIC);
        out.writeBytes(framer.begin());
        for (byte[] block = pieces.next(); block.length > 0; block = pieces.next()) {
            out.writeBytes(framer.frame(block));
        }
        out.writeBytes(framer.end());
        return out.toByteArray();
    }

    /** Reads a whole snapshot. Throws {@link MalformedEncodingException} if the bytes are no snapshot. */
    public static StateImage decode(byte[] snapshot) {
        return decode(pieces(snapshot));
    }

    /** Returns the pieces of a whole snapshot in memory, verified one by one. */
    public static ByteSource pieces(byte[] snapshot) {
        return open(ByteSource.of(snapshot));
    }

    /** Reads the blocks of a snapshot, to give them to {@link #decode(ByteSource)}. */
    public static BlockReader open(ByteSource snapshot) {
        return new BlockReader(snapshot, MAGIC, "a snapshot");
    }

    /**
     * Reads the pieces that {@link SnapshotEncoder} made. Throws {@link MalformedEncodingException} if they are not of
     * a state.
     */
    public static StateImage decode(ByteSource pieces) {
        return decode(new ByteReader(pieces));
    }

    static StateImage decode(ByteReader in) {
        StateImage image = new StateImage(
                in.readString(),
                in.readInt(),
                in.readVarint(),
                in.readVarint(),
                in.readVarint(),
                in.readVarint(),
                Lists.read(in, SERVER_BYTES_MIN, SnapshotCodec::readServer),
                Lists.read(in, BLOCK_BYTES_MIN, SnapshotCodec::readBlock),
                Lists.read(in, SessionImageCodec.BYTES_MIN, SessionImageCodec::read),
                Lists.read(in, WaitImageCodec.WAITER_BYTES_MIN, WaitImageCodec::readWaiter),
                Lists.read(in, WaitImageCodec.BLOCKED_BYTES_MIN, WaitImageCodec::readBlocked),
                Lists.read(in, AuditCodec.BYTES_MIN, AuditCodec::read),
                Lists.read(in, AccessCodec.USER_BYTES_MIN, AccessCodec::readUser),
                in.readVarint(),
                in.readVarint(),
                HistoryCodec.read(in),
                in.readInt());
        in.requireEnd();
        return image;
    }

    static void writeHead(ByteWriter out, StateImage image) {
        out.writeString(image.clusterId());
        out.writeVarint(image.locksPerClient());
        out.writeVarint(image.clusterMillis());
        out.writeVarint(image.lastToken());
        out.writeVarint(image.lastSession());
        out.writeVarint(image.lastTicket());
    }

    static void writeServer(ByteWriter out, RegisteredServer server) {
        out.writeVarint(server.server());
        out.writeString(server.storageId());
        out.writeString(server.clientAddress());
        out.writeString(server.peerAddress());
        out.writeBoolean(server.observer());
        ValueCodec.writeConstant(out, server.standing());
        ValueCodec.writeProgram(out, server.program());
    }

    private static RegisteredServer readServer(ByteReader in) {
        return new RegisteredServer(
                in.readInt(),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readBoolean(),
                ValueCodec.readConstant(in, RegisteredServer.Standing.values()),
                ValueCodec.readProgram(in));
    }

    static void writeBlock(ByteWriter out, ClientIdBlock block) {
        out.writeVarint(block.used());
        Lists.write(out, block.free(), (writer, clientId) -> writer.writeVarint(clientId));
    }

    private static ClientIdBlock readBlock(ByteReader in) {
        int used = in.readInt();
        List<Integer> free = Lists.read(in, 1, ByteReader::readInt);
        return new ClientIdBlock(used, free);
    }
}
