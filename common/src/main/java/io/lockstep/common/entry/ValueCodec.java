package io.lockstep.common.entry;

import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;

/** The binary form of the small values that commands, results and messages between servers consist of. */
public final class ValueCodec {

    private ValueCodec() {}

    /** Writes a server incarnation. */
    public static void writeIncarnation(ByteWriter out, ServerIncarnation incarnation) {
        out.writeVarint(incarnation.server());
        out.writeFixed64(incarnation.incarnation());
    }

    /** Reads a server incarnation. */
    public static ServerIncarnation readIncarnation(ByteReader in) {
        return new ServerIncarnation(in.readInt(), in.readFixed64());
    }

    /** Writes a program. */
    public static void writeProgram(ByteWriter out, Program program) {
        out.writeString(program.version());
        out.writeVarint(program.featureLevel());
    }

    /** Reads a program. */
    public static Program readProgram(ByteReader in) {
        try {
            return new Program(in.readString(), in.readInt());
        } catch (IllegalArgumentException impossible) {
            throw new MalformedEncodingException(String.valueOf(impossible.getMessage()));
        }
    }

    /** Writes an origin. */
    public static void writeOrigin(ByteWriter out, Origin origin) {
        writeIncarnation(out, origin.home());
        out.writeVarint(origin.number());
    }

    /** Reads an origin. */
    public static Origin readOrigin(ByteReader in) {
        return new Origin(readIncarnation(in), in.readVarint());
    }

    /** Writes a session key. */
    public static void writeKey(ByteWriter out, SessionKey key) {
        out.writeFixed64(key.high());
        out.writeFixed64(key.low());
    }

    /** Reads a session key. */
    public static SessionKey readKey(ByteReader in) {
        return new SessionKey(in.readFixed64(), in.readFixed64());
    }

    /** Writes a request id. */
    public static void writeRequest(ByteWriter out, RequestId request) {
        out.writeVarint(request.session());
        out.writeVarint(request.generation());
        out.writeVarint(request.number());
        out.writeVarint(request.answeredUpTo());
    }

    /** Reads a request id. */
    public static RequestId readRequest(ByteReader in) {
        return new RequestId(in.readVarint(), in.readVarint(), in.readVarint(), in.readVarint());
    }

    /** Writes the name of a lock. */
    public static void writeName(ByteWriter out, LockName name) {
        out.writeString(name.text());
    }

    /** Reads a name. Throws {@link MalformedEncodingException} if it breaks the rules of lock names. */
    public static LockName readName(ByteReader in) {
        String text = in.readString();
        String flaw = LockName.flawOf(text);
        if (!flaw.isEmpty()) {
            throw new MalformedEncodingException(flaw);
        }
        return new LockName(text);
    }

    /** Writes a mode. */
    public static void writeMode(ByteWriter out, LockMode mode) {
        out.writeVarint(mode.holdersMax());
    }

    /** Reads a mode. Throws {@link MalformedEncodingException} if there is no such mode. */
    public static LockMode readMode(ByteReader in) {
        int holdersMax = in.readInt();
        if (!LockMode.isMode(holdersMax)) {
            throw new MalformedEncodingException("no lock has " + holdersMax + " holders");
        }
        return new LockMode(holdersMax);
    }

    /** Writes an enum constant by its name. */
    static void writeConstant(ByteWriter out, Enum<?> constant) {
        out.writeString(constant.name());
    }

    /** Reads one of these constants. Throws {@link MalformedEncodingException} if it is none of them. */
    static <E extends Enum<E>> E readConstant(ByteReader in, E[] constants) {
        String name = in.readString();
        for (E constant : constants) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw new MalformedEncodingException("no such constant: " + name);
    }

    /** Writes a holder status. */
    public static void writeHolder(ByteWriter out, HolderStatus holder) {
        writeName(out, holder.name());
        writeMode(out, holder.mode());
        out.writeVarint(holder.token());
        out.writeVarint(holder.session());
        out.writeVarint(holder.clientId());
        out.writeString(holder.label());
        out.writeVarint(holder.server());
        out.writeString(holder.clientAddress());
        out.writeVarint(holder.sinceClusterMillis());
        out.writeVarint(holder.sinceWallMillis());
    }

    /** Reads a holder status. */
    public static HolderStatus readHolder(ByteReader in) {
        return new HolderStatus(
                readName(in),
                readMode(in),
                in.readVarint(),
                in.readVarint(),
                in.readInt(),
                in.readString(),
                in.readInt(),
                in.readString(),
                in.readVarint(),
                in.readVarint());
    }
}
