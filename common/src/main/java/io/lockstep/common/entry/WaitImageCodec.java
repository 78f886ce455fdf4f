package io.lockstep.common.entry;

import io.lockstep.common.lock.StateImage.BlockedImage;
import io.lockstep.common.lock.StateImage.WaiterImage;

/** The binary form of waiting requests and blocked locks in a snapshot. */
final class WaitImageCodec {

    /** Eight numbers, and a list of one name. */
    static final int WAITER_BYTES_MIN = 11;

    static final int BLOCKED_BYTES_MIN = 3;

    private static final int NAME_BYTES_MIN = 2;

    private WaitImageCodec() {}

    static void writeWaiter(ByteWriter out, WaiterImage waiter) {
        out.writeVarint(waiter.ticket());
        out.writeVarint(waiter.session());
        out.writeVarint(waiter.asker());
        out.writeVarint(waiter.request());
        Lists.write(out, waiter.names(), ValueCodec::writeName);
        ValueCodec.writeMode(out, waiter.mode());
        out.writeVarint(waiter.sinceClusterMillis());
        out.writeVarint(waiter.deadlineClusterMillis());
        out.writeVarint(waiter.delayMillis());
    }

    static WaiterImage readWaiter(ByteReader in) {
        return new WaiterImage(
                in.readVarint(),
                in.readVarint(),
                in.readVarint(),
                in.readVarint(),
                Lists.read(in, NAME_BYTES_MIN, ValueCodec::readName),
                ValueCodec.readMode(in),
                in.readVarint(),
                in.readVarint(),
                in.readVarint());
    }

    static void writeBlocked(ByteWriter out, BlockedImage blocked) {
        ValueCodec.writeName(out, blocked.name());
        out.writeVarint(blocked.untilClusterMillis());
    }

    static BlockedImage readBlocked(ByteReader in) {
        return new BlockedImage(ValueCodec.readName(in), in.readVarint());
    }
}
