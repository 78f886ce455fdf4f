package io.lockstep.common.entry;

import io.lockstep.common.command.AuditRecord;

/** The binary form of audit records. */
final class AuditCodec {

    /** A holder status takes at least 11 bytes, each of the five other values at least one. */
    static final int BYTES_MIN = 16;

    private AuditCodec() {}

    static void write(ByteWriter out, AuditRecord audited) {
        out.writeVarint(audited.number());
        ValueCodec.writeHolder(out, audited.holder());
        out.writeString(audited.operator());
        out.writeString(audited.operatorAddress());
        out.writeString(audited.reason());
        out.writeVarint(audited.wallMillis());
    }

    static AuditRecord read(ByteReader in) {
        return new AuditRecord(
                in.readVarint(),
                ValueCodec.readHolder(in),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readVarint());
    }
}
