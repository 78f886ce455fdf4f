package io.lockstep.common.entry;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Command.AcceptLoss;
import io.lockstep.common.command.Command.ChangeAccess;
import io.lockstep.common.command.Command.FinishRemoval;
import io.lockstep.common.command.Command.MembershipChange;
import io.lockstep.common.command.Command.RegisterServer;
import io.lockstep.common.command.Command.RemoveServer;
import io.lockstep.common.command.Command.ReportRefusals;
import io.lockstep.common.command.Command.SetMapBytes;

/** The binary form of what operators and servers ask of the cluster itself: a part of {@link CommandCodec}'s. */
final class OperatorCommandCodec {

    private static final int REGISTER_SERVER = 2;
    private static final int REMOVE_SERVER = 12;
    private static final int FINISH_REMOVAL = 13;
    private static final int ACCEPT_LOSS = 14;
    private static final int CHANGE_ACCESS = 15;
    private static final int REPORT_REFUSALS = 16;
    private static final int SET_MAP_BYTES = 20;

    private OperatorCommandCodec() {}

    static void write(ByteWriter out, Command command) {
        if (command instanceof MembershipChange change) {
            writeMembershipChange(out, change);
        } else if (command instanceof AcceptLoss accept) {
            writeAcceptLoss(out, accept);
        } else if (command instanceof ChangeAccess change) {
            out.writeByte(CHANGE_ACCESS);
            AccessCodec.writeChange(out, change.change());
            out.writeString(change.operator());
            out.writeString(change.operatorAddress());
        } else if (command instanceof ReportRefusals report) {
            writeReport(out, report);
        } else if (command instanceof SetMapBytes set) {
            out.writeByte(SET_MAP_BYTES);
            out.writeVarint(set.mapBytesMax());
            out.writeString(set.operator());
            out.writeString(set.operatorAddress());
            out.writeString(set.reason());
        } else {
            throw new IllegalStateException("no binary form of " + command);
        }
    }

    static Command read(int type, ByteReader in) {
        return switch (type) {
            case SET_MAP_BYTES ->
                new SetMapBytes(CommandCodec.readCount(in), in.readString(), in.readString(), in.readString());
            case REGISTER_SERVER ->
                new RegisterServer(
                        in.readString(),
                        in.readString(),
                        in.readString(),
                        in.readBoolean(),
                        in.readInt(),
                        ValueCodec.readProgram(in));
            case REMOVE_SERVER ->
                new RemoveServer(
                        in.readInt(),
                        ValueCodec.readConstant(in, RemoveServer.Way.values()),
                        in.readString(),
                        in.readString(),
                        in.readString());
            case FINISH_REMOVAL -> new FinishRemoval(in.readInt());
            case ACCEPT_LOSS ->
                new AcceptLoss(
                        in.readInt(),
                        in.readVarint(),
                        in.readVarint(),
                        in.readVarint(),
                        in.readString(),
                        in.readString(),
                        in.readString());
            case CHANGE_ACCESS -> new ChangeAccess(AccessCodec.readChange(in), in.readString(), in.readString());
            case REPORT_REFUSALS ->
                new ReportRefusals(
                        in.readInt(), in.readVarint(), in.readString(), in.readString(), in.readString(), in.readInt());
            default -> throw new MalformedEncodingException("no command has type " + type);
        };
    }

    private static void writeMembershipChange(ByteWriter out, MembershipChange change) {
        if (change instanceof RegisterServer register) {
            out.writeByte(REGISTER_SERVER);
            out.writeString(register.storageId());
            out.writeString(register.clientAddress());
            out.writeString(register.peerAddress());
            out.writeBoolean(register.observer());
            out.writeVarint(register.replaces());
            ValueCodec.writeProgram(out, register.program());
        } else if (change instanceof RemoveServer remove) {
            out.writeByte(REMOVE_SERVER);
            out.writeVarint(remove.server());
            ValueCodec.writeConstant(out, remove.way());
            out.writeString(remove.operator());
            out.writeString(remove.operatorAddress());
            out.writeString(remove.reason());
        } else if (change instanceof FinishRemoval finish) {
            out.writeByte(FINISH_REMOVAL);
            out.writeVarint(finish.server());
        }
    }

    private static void writeAcceptLoss(ByteWriter out, AcceptLoss accept) {
        out.writeByte(ACCEPT_LOSS);
        out.writeVarint(accept.server());
        out.writeVarint(accept.start());
        out.writeVarint(accept.kept());
        out.writeVarint(accept.known());
        out.writeString(accept.operator());
        out.writeString(accept.operatorAddress());
        out.writeString(accept.reason());
    }

    private static void writeReport(ByteWriter out, ReportRefusals report) {
        out.writeByte(REPORT_REFUSALS);
        out.writeVarint(report.server());
        out.writeVarint(report.number());
        out.writeString(report.verb());
        out.writeString(report.user());
        out.writeString(report.address());
        out.writeVarint(report.times());
    }
}
