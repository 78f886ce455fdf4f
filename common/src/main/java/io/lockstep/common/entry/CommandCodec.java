package io.lockstep.common.entry;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Command.AcceptLoss;
import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.Command.CancelWait;
import io.lockstep.common.command.Command.ChangeAccess;
import io.lockstep.common.command.Command.CloseSession;
import io.lockstep.common.command.Command.EndIdleSession;
import io.lockstep.common.command.Command.ExpireSession;
import io.lockstep.common.command.Command.FinishRemoval;
import io.lockstep.common.command.Command.ForceRelease;
import io.lockstep.common.command.Command.FoundCluster;
import io.lockstep.common.command.Command.MembershipChange;
import io.lockstep.common.command.Command.OpenSession;
import io.lockstep.common.command.Command.PassTime;
import io.lockstep.common.command.Command.RegisterServer;
import io.lockstep.common.command.Command.Release;
import io.lockstep.common.command.Command.RemoveServer;
import io.lockstep.common.command.Command.ReportRefusals;
import io.lockstep.common.command.Command.ResumeSession;
import io.lockstep.common.command.Command.SetMapBytes;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Submission;
import java.util.HashSet;
import java.util.List;

/** The binary form of commands: a type id and the command's values. Logs outlive programs, so an id is never reused. */
public final class CommandCodec {

    private static final int FOUND_CLUSTER = 1;
    private static final int REGISTER_SERVER = 2;
    private static final int OPEN_SESSION = 3;
    private static final int RESUME_SESSION = 4;
    private static final int CLOSE_SESSION = 5;
    private static final int EXPIRE_SESSION = 6;
    private static final int ACQUIRE = 7;
    private static final int RELEASE = 8;
    private static final int FORCE_RELEASE = 9;
    private static final int CANCEL_WAIT = 10;
    private static final int PASS_TIME = 11;
    private static final int REMOVE_SERVER = 12;
    private static final int FINISH_REMOVAL = 13;
    private static final int ACCEPT_LOSS = 14;
    private static final int CHANGE_ACCESS = 15;
    private static final int REPORT_REFUSALS = 16;
    private static final int SET_MAP_BYTES = 20;
    private static final int END_IDLE_SESSION = 21;

    /** A length and one byte. */
    private static final int NAME_BYTES_MIN = 2;

    private CommandCodec() {}

    /** Writes a command with its origin. */
    public static void writeSubmission(ByteWriter out, Submission submission) {
        ValueCodec.writeOrigin(out, submission.origin());
        write(out, submission.command());
    }

    /** Reads a command with its origin. Throws {@link MalformedEncodingException} if the bytes are no such thing. */
    public static Submission readSubmission(ByteReader in) {
        return new Submission(ValueCodec.readOrigin(in), read(in));
    }

    /** Writes a command. */
    public static void write(ByteWriter out, Command command) {
        if (command instanceof Acquire acquire) {
            out.writeByte(ACQUIRE);
            ValueCodec.writeRequest(out, acquire.request());
            Lists.write(out, acquire.names(), ValueCodec::writeName);
            ValueCodec.writeMode(out, acquire.mode());
            out.writeVarint(acquire.waitMillis());
            out.writeVarint(acquire.delayMillis());
        } else if (command instanceof Release release) {
            out.writeByte(RELEASE);
            ValueCodec.writeRequest(out, release.request());
            Lists.write(out, release.names(), ValueCodec::writeName);
            out.writeVarint(release.token());
        } else if (command instanceof OpenSession open) {
            writeOpen(out, open);
        } else if (command instanceof ResumeSession resume) {
            writeResume(out, resume);
        } else if (command instanceof CloseSession close) {
            out.writeByte(CLOSE_SESSION);
            out.writeVarint(close.session());
            out.writeVarint(close.generation());
        } else if (command instanceof ExpireSession expire) {
            out.writeByte(EXPIRE_SESSION);
            out.writeVarint(expire.session());
            out.writeVarint(expire.generation());
        } else if (command instanceof ForceRelease force) {
            writeForce(out, force);
        } else if (command instanceof CancelWait cancel) {
            out.writeByte(CANCEL_WAIT);
            out.writeVarint(cancel.session());
            out.writeVarint(cancel.generation());
            out.writeVarint(cancel.request());
        } else if (command instanceof PassTime pass) {
            out.writeByte(PASS_TIME);
            out.writeVarint(pass.clusterMillis());
        } else if (command instanceof MembershipChange change) {
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
        } else if (command instanceof FoundCluster found) {
            out.writeByte(FOUND_CLUSTER);
            out.writeString(found.clusterId());
            out.writeVarint(found.locksPerClient());
            out.writeVarint(found.mapBytesMax());
        } else if (command instanceof EndIdleSession idle) {
            out.writeByte(END_IDLE_SESSION);
            out.writeVarint(idle.session());
            out.writeVarint(idle.generation());
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

    /** Reads a command. Throws {@link MalformedEncodingException} if the bytes are no command. */
    public static Command read(ByteReader in) {
        int type = in.readByte();
        return switch (type) {
            case ACQUIRE ->
                new Acquire(
                        ValueCodec.readRequest(in),
                        readNames(in),
                        ValueCodec.readMode(in),
                        readCount(in),
                        readCount(in));
            case RELEASE -> new Release(ValueCodec.readRequest(in), readNames(in), in.readVarint());
            case FORCE_RELEASE ->
                new ForceRelease(
                        ValueCodec.readRequest(in),
                        ValueCodec.readName(in),
                        in.readVarint(),
                        in.readString(),
                        in.readString());
            case CANCEL_WAIT -> new CancelWait(in.readVarint(), in.readVarint(), in.readVarint());
            case PASS_TIME -> new PassTime(in.readVarint());
            case OPEN_SESSION ->
                new OpenSession(
                        ValueCodec.readKey(in),
                        ValueCodec.readIncarnation(in),
                        in.readString(),
                        in.readString(),
                        in.readVarint(),
                        in.readBoolean(),
                        in.readString(),
                        in.readBoolean());
            case RESUME_SESSION ->
                new ResumeSession(
                        in.readVarint(),
                        ValueCodec.readKey(in),
                        in.readFixed64(),
                        in.readVarint(),
                        ValueCodec.readIncarnation(in),
                        in.readString(),
                        in.readString());
            case CLOSE_SESSION -> new CloseSession(in.readVarint(), in.readVarint());
            case EXPIRE_SESSION -> new ExpireSession(in.readVarint(), in.readVarint());
            case END_IDLE_SESSION -> new EndIdleSession(in.readVarint(), in.readVarint());
            case SET_MAP_BYTES -> new SetMapBytes(readCount(in), in.readString(), in.readString(), in.readString());
            case REGISTER_SERVER ->
                new RegisterServer(in.readString(), in.readString(), in.readString(), in.readBoolean(), in.readInt());
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
            case FOUND_CLUSTER -> readFound(in);
            default -> throw new MalformedEncodingException("no command has type " + type);
        };
    }

    private static void writeOpen(ByteWriter out, OpenSession open) {
        out.writeByte(OPEN_SESSION);
        ValueCodec.writeKey(out, open.key());
        ValueCodec.writeIncarnation(out, open.home());
        out.writeString(open.clientAddress());
        out.writeString(open.label());
        out.writeVarint(open.ttlMillis());
        out.writeBoolean(open.resumable());
        out.writeString(open.user());
        out.writeBoolean(open.operator());
    }

    private static void writeResume(ByteWriter out, ResumeSession resume) {
        out.writeByte(RESUME_SESSION);
        out.writeVarint(resume.session());
        ValueCodec.writeKey(out, resume.key());
        out.writeFixed64(resume.attempt());
        out.writeVarint(resume.fromGeneration());
        ValueCodec.writeIncarnation(out, resume.home());
        out.writeString(resume.clientAddress());
        out.writeString(resume.user());
    }

    private static void writeMembershipChange(ByteWriter out, MembershipChange change) {
        if (change instanceof RegisterServer register) {
            out.writeByte(REGISTER_SERVER);
            out.writeString(register.storageId());
            out.writeString(register.clientAddress());
            out.writeString(register.peerAddress());
            out.writeBoolean(register.observer());
            out.writeVarint(register.replaces());
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

    private static void writeForce(ByteWriter out, ForceRelease force) {
        out.writeByte(FORCE_RELEASE);
        ValueCodec.writeRequest(out, force.request());
        ValueCodec.writeName(out, force.name());
        out.writeVarint(force.token());
        out.writeString(force.operator());
        out.writeString(force.reason());
    }

    private static List<LockName> readNames(ByteReader in) {
        List<LockName> names = Lists.read(in, NAME_BYTES_MIN, ValueCodec::readName);
        if (names.isEmpty()) {
            throw new MalformedEncodingException("a command without a lock");
        }
        if (names.size() > 1 && new HashSet<>(names).size() < names.size()) {
            throw new MalformedEncodingException("a command that names a lock twice");
        }
        return names;
    }

    private static long readCount(ByteReader in) {
        long count = in.readVarint();
        if (count < 0) {
            throw new MalformedEncodingException("a negative number: " + count);
        }
        return count;
    }

    private static FoundCluster readFound(ByteReader in) {
        String clusterId = in.readString();
        if (clusterId.isEmpty()) {
            throw new MalformedEncodingException("a cluster without a name");
        }
        return new FoundCluster(clusterId, in.readInt(), readCount(in));
    }
}
