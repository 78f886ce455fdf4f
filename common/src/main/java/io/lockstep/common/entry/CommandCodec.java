package io.lockstep.common.entry;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.Command.CancelWait;
import io.lockstep.common.command.Command.CloseSession;
import io.lockstep.common.command.Command.EndIdleSession;
import io.lockstep.common.command.Command.ExpireSession;
import io.lockstep.common.command.Command.ForceRelease;
import io.lockstep.common.command.Command.FoundCluster;
import io.lockstep.common.command.Command.OpenSession;
import io.lockstep.common.command.Command.PassTime;
import io.lockstep.common.command.Command.Release;
import io.lockstep.common.command.Command.ResumeSession;
import io.lockstep.common.command.KeyedRequest;
import io.lockstep.common.command.LeaseTerms;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.Submission;
import java.util.HashSet;
import java.util.List;

/** The binary form of commands: a type id and the command's values. Logs outlive programs, so an id is never reused. */
public final class CommandCodec {

    private static final int FOUND_CLUSTER = 1;
    private static final int OPEN_SESSION = 3;
    private static final int RESUME_SESSION = 4;
    private static final int CLOSE_SESSION = 5;
    private static final int EXPIRE_SESSION = 6;
    private static final int ACQUIRE = 7;
    private static final int RELEASE = 8;
    private static final int FORCE_RELEASE = 9;
    private static final int CANCEL_WAIT = 10;
    private static final int PASS_TIME = 11;
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
            LeaseCodec.writeTerms(out, acquire.lease());
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
        } else if (command instanceof FoundCluster found) {
            out.writeByte(FOUND_CLUSTER);
            out.writeString(found.clusterId());
            out.writeVarint(found.locksPerClient());
            out.writeVarint(found.mapBytesMax());
            out.writeVarint(found.leaseMillisMax());
            out.writeVarint(found.historyBytesMax());
        } else if (command instanceof EndIdleSession idle) {
            out.writeByte(END_IDLE_SESSION);
            out.writeVarint(idle.session());
            out.writeVarint(idle.generation());
        } else if (command instanceof KeyedRequest keyed) {
            LeaseCodec.write(out, keyed);
        } else {
            OperatorCommandCodec.write(out, command);
        }
    }

    /** Reads a command. Throws {@link MalformedEncodingException} if the bytes are no command. */
    public static Command read(ByteReader in) {
        int type = in.readByte();
        return switch (type) {
            case ACQUIRE -> readAcquire(in);
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
            case FOUND_CLUSTER -> readFound(in);
            case LeaseCodec.EXTEND, LeaseCodec.RELEASE -> LeaseCodec.read(type, in);
            default -> OperatorCommandCodec.read(type, in);
        };
    }

    private static Acquire readAcquire(ByteReader in) {
        RequestId request = ValueCodec.readRequest(in);
        List<LockName> names = readNames(in);
        LockMode mode = ValueCodec.readMode(in);
        long waitMillis = readCount(in);
        long delayMillis = readCount(in);
        LeaseTerms lease = LeaseCodec.readTerms(in);
        if (lease != null && names.size() > 1) {
            throw new MalformedEncodingException("a lease of several locks");
        }
        return new Acquire(request, names, mode, waitMillis, delayMillis, lease);
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

    static long readCount(ByteReader in) {
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
        int locksPerClient = in.readInt();
        long mapBytesMax = readCount(in);
        long leaseMillisMax = readCount(in);
        if (leaseMillisMax < Limits.LEASE_MILLIS_MIN) {
            throw new MalformedEncodingException("a cluster without leases");
        }
        return new FoundCluster(clusterId, locksPerClient, mapBytesMax, leaseMillisMax, readCount(in));
    }
}
