package io.lockstep.common.entry;

import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.PastGrant;
import io.lockstep.common.lock.StateImage.HistoryImage;

/** The binary form of the grants that have ended, in a snapshot. */
final class HistoryCodec {

    /** A name takes at least two bytes, a mode and each of the eleven other values at least one. */
    private static final int PAST_BYTES_MIN = 14;

    private HistoryCodec() {}

    /** Writes all but the grants, which follow one by one. */
    static void writeHead(ByteWriter out, HistoryImage history) {
        out.writeVarint(history.bytesMax());
        out.writeVarint(history.lastNumber());
        out.writeVarint(history.droppedWallMillis());
    }

    static HistoryImage read(ByteReader in) {
        return new HistoryImage(
                in.readVarint(),
                in.readVarint(),
                in.readVarint(),
                Lists.read(in, PAST_BYTES_MIN, HistoryCodec::readPast));
    }

    static void writePast(ByteWriter out, PastGrant past) {
        out.writeVarint(past.number());
        ValueCodec.writeName(out, past.name());
        ValueCodec.writeMode(out, past.mode());
        out.writeVarint(past.token());
        out.writeVarint(past.clientId());
        out.writeString(past.label());
        out.writeString(past.clientAddress());
        out.writeVarint(past.sinceWallMillis());
        out.writeVarint(past.untilWallMillis());
        out.writeVarint(past.heldMillis());
        out.writeVarint(past.waitedMillis());
        ValueCodec.writeConstant(out, past.ending());
        out.writeVarint(past.waiting());
    }

    private static PastGrant readPast(ByteReader in) {
        return new PastGrant(
                in.readVarint(),
                ValueCodec.readName(in),
                ValueCodec.readMode(in),
                in.readVarint(),
                in.readInt(),
                in.readString(),
                in.readString(),
                in.readVarint(),
                in.readVarint(),
                in.readVarint(),
                in.readVarint(),
                ValueCodec.readConstant(in, LockEvent.Ending.values()),
                in.readInt());
    }
}
