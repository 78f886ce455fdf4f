package io.lockstep.common.entry;

import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.lock.StateImage;
import io.lockstep.common.lock.StateImage.ClientIdBlock;
import java.util.List;

/** The binary form of the whole state, with its own version and checksum. Any thread may use it. */
public final class SnapshotCodec {

    private static final int VERSION = 3;
    private static final int BYTES_AT_FIRST = 64 * 1024;
    private static final int SERVER_BYTES_MIN = 6;
    private static final int BLOCK_BYTES_MIN = 2;

    private SnapshotCodec() {}

    /** Returns the binary form of the state. */
    public static byte[] encode(StateImage image) {
        ByteWriter out = Checksummed.begin(VERSION, BYTES_AT_FIRST);
        out.writeString(image.clusterId());
        out.writeVarint(image.locksPerClient());
        out.writeVarint(image.clusterMillis());
        out.writeVarint(image.lastToken());
        out.writeVarint(image.lastSession());
        out.writeVarint(image.lastTicket());
        Lists.write(out, image.servers(), SnapshotCodec::writeServer);
        Lists.write(out, image.clientIds(), SnapshotCodec::writeBlock);
        Lists.write(out, image.sessions(), SessionImageCodec::write);
        Lists.write(out, image.waiters(), WaitImageCodec::writeWaiter);
        Lists.write(out, image.blocked(), WaitImageCodec::writeBlocked);
        Lists.write(out, image.audit(), AuditCodec::write);
        return Checksummed.finish(out);
    }

    /** Reads a snapshot. Throws {@link MalformedEncodingException} if the bytes are no snapshot. */
    public static StateImage decode(byte[] bytes) {
        ByteReader in = Checksummed.open(bytes, VERSION);
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
                Lists.read(in, AuditCodec.BYTES_MIN, AuditCodec::read));
        in.requireEnd();
        return image;
    }

    private static void writeServer(ByteWriter out, RegisteredServer server) {
        out.writeVarint(server.server());
        out.writeString(server.storageId());
        out.writeString(server.clientAddress());
        out.writeString(server.peerAddress());
        out.writeBoolean(server.observer());
        ValueCodec.writeConstant(out, server.standing());
    }

    private static RegisteredServer readServer(ByteReader in) {
        return new RegisteredServer(
                in.readInt(),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readBoolean(),
                ValueCodec.readConstant(in, RegisteredServer.Standing.values()));
    }

    private static void writeBlock(ByteWriter out, ClientIdBlock block) {
        out.writeVarint(block.used());
        Lists.write(out, block.free(), (writer, clientId) -> writer.writeVarint(clientId));
    }

    private static ClientIdBlock readBlock(ByteReader in) {
        int used = in.readInt();
        List<Integer> free = Lists.read(in, 1, ByteReader::readInt);
        return new ClientIdBlock(used, free);
    }
}
