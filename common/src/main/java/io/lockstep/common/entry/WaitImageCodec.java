package io.lockstep.common.entry;

import io.lockstep.common.lock.StateImage.BlockedImage;
import io.lockstep.common.lock.StateImage.ClaimImage;

/** The binary form of waiting requests and blocked locks in a snapshot. */
final class WaitImageCodec {

    /** Seven numbers, and a list of one name. */
    static final int CLAIM_BYTES_MIN = 10;

    static final int BLOCKED_BYTES_MIN = 3;

    private static final int NAME_BYTES_MIN = 2;

    private WaitImageCodec() {}

    static void writeClaim(ByteWriter out, ClaimImage claim) {
        out.writeVarint(claim.ticket());
        out.writeVarint(claim.session());
        out.writeVarint(claim.request());
        Lists.write(out, claim.names(), ValueCodec::writeName);
        ValueCodec.writeMode(out, claim.mode());
        out.writeVarint(claim.sinceClusterMillis());
        out.writeVarint(claim.deadlineClusterMillis());
        out.writeVarint(claim.delayMillis());
    }

    static ClaimImage readClaim(ByteReader in) {
        return new ClaimImage(
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
