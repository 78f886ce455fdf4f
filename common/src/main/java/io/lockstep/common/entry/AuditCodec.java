package io.lockstep.common.entry;

import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.AuditRecord.ForcedRelease;
import io.lockstep.common.command.AuditRecord.LossAccepted;
import io.lockstep.common.command.AuditRecord.MapBytesSet;
import io.lockstep.common.command.AuditRecord.Refusals;
import io.lockstep.common.command.AuditRecord.Restoration;
import io.lockstep.common.command.AuditRecord.ServerRemoval;
import io.lockstep.common.command.AuditRecord.UserChange;
import io.lockstep.common.command.Command.RemoveServer;

/** The binary form of audit records. */
final class AuditCodec {

    /** The act takes at least 3 bytes, each of the five other values at least one. */
    static final int BYTES_MIN = 8;

    private static final int FORCED_RELEASE = 1;
    private static final int SERVER_REMOVAL = 2;
    private static final int RESTORATION = 3;
    private static final int LOSS_ACCEPTED = 4;
    private static final int USER_CHANGE = 5;
    private static final int REFUSALS = 6;
    private static final int MAP_BYTES_SET = 10;

    private AuditCodec() {}

    static void write(ByteWriter out, AuditRecord audited) {
        out.writeVarint(audited.number());
        writeAct(out, audited.act());
        out.writeString(audited.operator());
        out.writeString(audited.operatorAddress());
        out.writeString(audited.reason());
        out.writeVarint(audited.wallMillis());
    }

    static AuditRecord read(ByteReader in) {
        return new AuditRecord(
                in.readVarint(), readAct(in), in.readString(), in.readString(), in.readString(), in.readVarint());
    }

    private static void writeAct(ByteWriter out, AuditRecord.Act act) {
        if (act instanceof ForcedRelease forced) {
            out.writeByte(FORCED_RELEASE);
            ValueCodec.writeHolder(out, forced.holder());
        } else if (act instanceof ServerRemoval removal) {
            out.writeByte(SERVER_REMOVAL);
            out.writeVarint(removal.server());
            ValueCodec.writeConstant(out, removal.way());
        } else if (act instanceof Restoration restoration) {
            out.writeByte(RESTORATION);
            out.writeString(restoration.clusterId());
            out.writeVarint(restoration.index());
        } else if (act instanceof LossAccepted loss) {
            out.writeByte(LOSS_ACCEPTED);
            out.writeVarint(loss.server());
            out.writeVarint(loss.start());
            out.writeVarint(loss.kept());
            out.writeVarint(loss.known());
        } else if (act instanceof UserChange change) {
            out.writeByte(USER_CHANGE);
            out.writeString(change.user());
            out.writeString(change.change());
        } else if (act instanceof Refusals refusals) {
            out.writeByte(REFUSALS);
            out.writeVarint(refusals.server());
            out.writeVarint(refusals.number());
            out.writeString(refusals.verb());
            out.writeVarint(refusals.times());
        } else if (act instanceof MapBytesSet set) {
            out.writeByte(MAP_BYTES_SET);
            out.writeVarint(set.before());
            out.writeVarint(set.now());
        }
    }

    private static AuditRecord.Act readAct(ByteReader in) {
        int type = in.readByte();
        return switch (type) {
            case FORCED_RELEASE -> new ForcedRelease(ValueCodec.readHolder(in));
            case SERVER_REMOVAL ->
                new ServerRemoval(in.readInt(), ValueCodec.readConstant(in, RemoveServer.Way.values()));
            case RESTORATION -> new Restoration(in.readString(), in.readVarint());
            case LOSS_ACCEPTED -> new LossAccepted(in.readInt(), in.readVarint(), in.readVarint(), in.readVarint());
            case USER_CHANGE -> new UserChange(in.readString(), in.readString());
            case REFUSALS -> new Refusals(in.readInt(), in.readVarint(), in.readString(), in.readInt());
            case MAP_BYTES_SET -> new MapBytesSet(in.readVarint(), in.readVarint());
            default -> throw new MalformedEncodingException("no act has type " + type);
        };
    }
}
