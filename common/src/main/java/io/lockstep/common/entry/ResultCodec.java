package io.lockstep.common.entry;

import io.lockstep.common.access.AccessVerdict;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.AccessChanged;
import io.lockstep.common.command.CommandResult.AccessRefused;
import io.lockstep.common.command.CommandResult.AlreadyHolds;
import io.lockstep.common.command.CommandResult.AlreadyWaits;
import io.lockstep.common.command.CommandResult.Blocked;
import io.lockstep.common.command.CommandResult.Cancelled;
import io.lockstep.common.command.CommandResult.Deadlock;
import io.lockstep.common.command.CommandResult.Founded;
import io.lockstep.common.command.CommandResult.Full;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.HeapTooSmall;
import io.lockstep.common.command.CommandResult.HeldByOther;
import io.lockstep.common.command.CommandResult.Leased;
import io.lockstep.common.command.CommandResult.LevelTooLow;
import io.lockstep.common.command.CommandResult.LossRecorded;
import io.lockstep.common.command.CommandResult.MapBytesSet;
import io.lockstep.common.command.CommandResult.MembershipRefused;
import io.lockstep.common.command.CommandResult.NoSession;
import io.lockstep.common.command.CommandResult.NotAUser;
import io.lockstep.common.command.CommandResult.NotHeld;
import io.lockstep.common.command.CommandResult.NotOwner;
import io.lockstep.common.command.CommandResult.NotWaiting;
import io.lockstep.common.command.CommandResult.OtherMode;
import io.lockstep.common.command.CommandResult.OutOfPlace;
import io.lockstep.common.command.CommandResult.Queued;
import io.lockstep.common.command.CommandResult.RefusalsRecorded;
import io.lockstep.common.command.CommandResult.Refused;
import io.lockstep.common.command.CommandResult.Released;
import io.lockstep.common.command.CommandResult.ServerLeaves;
import io.lockstep.common.command.CommandResult.ServerRegistered;
import io.lockstep.common.command.CommandResult.ServerRemoved;
import io.lockstep.common.command.CommandResult.SessionEnded;
import io.lockstep.common.command.CommandResult.SessionInUse;
import io.lockstep.common.command.CommandResult.SessionOpened;
import io.lockstep.common.command.CommandResult.StaleRequest;
import io.lockstep.common.command.CommandResult.StaleToken;
import io.lockstep.common.command.CommandResult.TakenOver;
import io.lockstep.common.command.CommandResult.TimePassed;
import io.lockstep.common.command.CommandResult.TimedOut;
import io.lockstep.common.command.CommandResult.WaitCancelled;
import io.lockstep.common.command.CommandResult.WaitersAhead;

/** The binary form of results: a type id and the result's values. Snapshots hold them, so an id is never reused. */
public final class ResultCodec {

    private static final int FOUNDED = 1;
    private static final int SERVER_REGISTERED = 2;
    private static final int SESSION_OPENED = 3;
    private static final int SESSION_ENDED = 4;
    private static final int GRANTED = 5;
    private static final int RELEASED = 6;
    private static final int HELD_BY_OTHER = 7;
    private static final int ALREADY_HOLDS = 8;
    private static final int NOT_OWNER = 9;
    private static final int NOT_HELD = 10;
    private static final int STALE_TOKEN = 11;
    private static final int NO_SESSION = 12;
    private static final int TAKEN_OVER = 13;
    private static final int STALE_REQUEST = 14;
    private static final int FULL = 15;
    private static final int OUT_OF_PLACE = 16;
    private static final int QUEUED = 17;
    private static final int TIMED_OUT = 18;
    private static final int CANCELLED = 19;
    private static final int WAIT_CANCELLED = 20;
    private static final int TIME_PASSED = 21;
    private static final int OTHERS_IN_LINE = 22;
    private static final int BLOCKED = 23;
    private static final int OTHER_MODE = 24;
    private static final int DEADLOCK = 25;
    private static final int NOT_WAITING = 26;
    private static final int ALREADY_WAITS = 27;
    private static final int SERVER_LEAVES = 28;
    private static final int SERVER_REMOVED = 29;
    private static final int MEMBERSHIP_REFUSED = 30;
    private static final int LOSS_RECORDED = 31;
    private static final int ACCESS_CHANGED = 32;
    private static final int ACCESS_REFUSED = 33;
    private static final int NOT_A_USER = 34;
    private static final int REFUSALS_RECORDED = 35;
    private static final int MAP_BYTES_SET = 40;
    private static final int SESSION_IN_USE = 41;
    private static final int HEAP_TOO_SMALL = 42;
    private static final int LEASED = 43;
    private static final int LEVEL_TOO_LOW = 44;

    /** A client id and a name. */
    private static final int LINK_BYTES_MIN = 3;

    private ResultCodec() {}

    /** Writes a result. */
    public static void write(ByteWriter out, CommandResult result) {
        if (result instanceof Granted granted) {
            writeNumber(out, GRANTED, granted.token());
        } else if (result instanceof Leased leased) {
            writeNumber(out, LEASED, leased.token());
            out.writeVarint(leased.clientId());
            out.writeVarint(leased.leaseMillis());
        } else if (result instanceof Released released) {
            writeNumber(out, RELEASED, released.token());
        } else if (result instanceof SessionOpened opened) {
            writeNumber(out, SESSION_OPENED, opened.session());
            out.writeVarint(opened.clientId());
            out.writeVarint(opened.generation());
        } else if (result instanceof SessionEnded ended) {
            writeNumber(out, SESSION_ENDED, ended.locksReleased());
        } else if (result instanceof ServerRegistered registered) {
            writeNumber(out, SERVER_REGISTERED, registered.server());
        } else if (result instanceof ServerLeaves leaves) {
            writeNumber(out, SERVER_LEAVES, leaves.server());
        } else if (result instanceof ServerRemoved removed) {
            writeNumber(out, SERVER_REMOVED, removed.server());
        } else if (result instanceof MapBytesSet set) {
            writeNumber(out, MAP_BYTES_SET, set.mapBytesMax());
        } else if (result instanceof Queued queued) {
            writeNumber(out, QUEUED, queued.position());
        } else if (result instanceof TimedOut) {
            out.writeByte(TIMED_OUT);
        } else if (result instanceof Cancelled) {
            out.writeByte(CANCELLED);
        } else if (result instanceof WaitCancelled) {
            out.writeByte(WAIT_CANCELLED);
        } else if (result instanceof TimePassed) {
            out.writeByte(TIME_PASSED);
        } else if (result instanceof Founded) {
            out.writeByte(FOUNDED);
        } else if (result instanceof LossRecorded) {
            out.writeByte(LOSS_RECORDED);
        } else if (result instanceof AccessChanged) {
            out.writeByte(ACCESS_CHANGED);
        } else if (result instanceof RefusalsRecorded) {
            out.writeByte(REFUSALS_RECORDED);
        } else if (result instanceof Refused refused) {
            writeRefused(out, refused);
        } else {
            throw new IllegalStateException("no binary form of " + result);
        }
    }

    /** Reads a result. Throws {@link MalformedEncodingException} if the bytes are no result. */
    public static CommandResult read(ByteReader in) {
        int type = in.readByte();
        return switch (type) {
            case GRANTED -> new Granted(in.readVarint());
            case RELEASED -> new Released(in.readVarint());
            case LEASED -> new Leased(in.readVarint(), in.readInt(), in.readVarint());
            case SESSION_OPENED -> new SessionOpened(in.readVarint(), in.readInt(), in.readVarint());
            case MAP_BYTES_SET -> new MapBytesSet(in.readVarint());
            case SESSION_ENDED -> new SessionEnded(in.readInt());
            case SERVER_REGISTERED -> new ServerRegistered(in.readInt());
            case SERVER_LEAVES -> new ServerLeaves(in.readInt());
            case SERVER_REMOVED -> new ServerRemoved(in.readInt());
            case QUEUED -> new Queued(in.readInt());
            case TIMED_OUT -> new TimedOut();
            case CANCELLED -> new Cancelled();
            case WAIT_CANCELLED -> new WaitCancelled();
            case TIME_PASSED -> new TimePassed();
            case FOUNDED -> new Founded();
            case LOSS_RECORDED -> new LossRecorded();
            case ACCESS_CHANGED -> new AccessChanged();
            case REFUSALS_RECORDED -> new RefusalsRecorded();
            default -> readRefused(in, type);
        };
    }

    /** Reads a result. Throws {@link MalformedEncodingException} if it is no refusal. */
    public static Refused readRefused(ByteReader in) {
        return readRefused(in, in.readByte());
    }

    private static void writeRefused(ByteWriter out, Refused refused) {
        if (refused instanceof HeldByOther held) {
            out.writeByte(HELD_BY_OTHER);
            ValueCodec.writeHolder(out, held.holder());
            out.writeVarint(held.waiting());
        } else if (refused instanceof AlreadyHolds already) {
            out.writeByte(ALREADY_HOLDS);
            ValueCodec.writeHolder(out, already.holder());
            out.writeVarint(already.locksPerClient());
        } else if (refused instanceof NotOwner notOwner) {
            out.writeByte(NOT_OWNER);
            ValueCodec.writeHolder(out, notOwner.holder());
        } else if (refused instanceof StaleToken stale) {
            out.writeByte(STALE_TOKEN);
            ValueCodec.writeHolder(out, stale.holder());
        } else if (refused instanceof TakenOver taken) {
            writeNumber(out, TAKEN_OVER, taken.generation());
        } else if (refused instanceof StaleRequest stale) {
            writeNumber(out, STALE_REQUEST, stale.oldestKept());
        } else if (refused instanceof Full full) {
            out.writeByte(FULL);
            out.writeString(full.bound());
            out.writeVarint(full.limit());
        } else if (refused instanceof AlreadyWaits already) {
            out.writeByte(ALREADY_WAITS);
            ValueCodec.writeName(out, already.name());
            out.writeVarint(already.locksPerClient());
        } else if (refused instanceof WaitersAhead others) {
            out.writeByte(OTHERS_IN_LINE);
            ValueCodec.writeName(out, others.name());
            out.writeVarint(others.firstClientId());
            out.writeVarint(others.waiting());
        } else if (refused instanceof Blocked blocked) {
            out.writeByte(BLOCKED);
            ValueCodec.writeName(out, blocked.name());
            out.writeVarint(blocked.untilClusterMillis());
        } else if (refused instanceof OtherMode other) {
            out.writeByte(OTHER_MODE);
            ValueCodec.writeName(out, other.name());
            ValueCodec.writeMode(out, other.mode());
        } else if (refused instanceof Deadlock deadlock) {
            out.writeByte(DEADLOCK);
            Lists.write(out, deadlock.cycle(), ResultCodec::writeLink);
        } else if (refused instanceof NotWaiting) {
            out.writeByte(NOT_WAITING);
        } else if (refused instanceof NotHeld notHeld) {
            out.writeByte(NOT_HELD);
            ValueCodec.writeName(out, notHeld.name());
        } else if (refused instanceof NoSession) {
            out.writeByte(NO_SESSION);
        } else if (refused instanceof SessionInUse) {
            out.writeByte(SESSION_IN_USE);
        } else if (refused instanceof HeapTooSmall heap) {
            writeNumber(out, HEAP_TOO_SMALL, heap.mapBytesMax());
        } else if (refused instanceof LevelTooLow low) {
            writeNumber(out, LEVEL_TOO_LOW, low.needed());
            out.writeVarint(low.featureLevel());
        } else if (refused instanceof MembershipRefused membership) {
            out.writeByte(MEMBERSHIP_REFUSED);
            ValueCodec.writeConstant(out, membership.reason());
            out.writeVarint(membership.server());
        } else if (refused instanceof AccessRefused access) {
            out.writeByte(ACCESS_REFUSED);
            ValueCodec.writeConstant(out, access.reason());
        } else if (refused instanceof NotAUser) {
            out.writeByte(NOT_A_USER);
        } else if (refused instanceof OutOfPlace) {
            out.writeByte(OUT_OF_PLACE);
        } else {
            throw new IllegalStateException("no binary form of " + refused);
        }
    }

    private static Refused readRefused(ByteReader in, int type) {
        return switch (type) {
            case HELD_BY_OTHER -> new HeldByOther(ValueCodec.readHolder(in), in.readInt());
            case ALREADY_HOLDS -> new AlreadyHolds(ValueCodec.readHolder(in), in.readInt());
            case NOT_OWNER -> new NotOwner(ValueCodec.readHolder(in));
            case NOT_HELD -> new NotHeld(ValueCodec.readName(in));
            case ALREADY_WAITS -> new AlreadyWaits(ValueCodec.readName(in), in.readInt());
            case OTHERS_IN_LINE -> new WaitersAhead(ValueCodec.readName(in), in.readInt(), in.readInt());
            case BLOCKED -> new Blocked(ValueCodec.readName(in), in.readVarint());
            case OTHER_MODE -> new OtherMode(ValueCodec.readName(in), ValueCodec.readMode(in));
            case DEADLOCK -> new Deadlock(Lists.read(in, LINK_BYTES_MIN, ResultCodec::readLink));
            case NOT_WAITING -> new NotWaiting();
            case STALE_TOKEN -> new StaleToken(ValueCodec.readHolder(in));
            case NO_SESSION -> new NoSession();
            case TAKEN_OVER -> new TakenOver(in.readVarint());
            case STALE_REQUEST -> new StaleRequest(in.readVarint());
            case FULL -> new Full(in.readString(), in.readVarint());
            case MEMBERSHIP_REFUSED ->
                new MembershipRefused(ValueCodec.readConstant(in, MembershipRefused.Reason.values()), in.readInt());
            case ACCESS_REFUSED -> new AccessRefused(ValueCodec.readConstant(in, AccessVerdict.Refusal.values()));
            case NOT_A_USER -> new NotAUser();
            case OUT_OF_PLACE -> new OutOfPlace();
            case SESSION_IN_USE -> new SessionInUse();
            case HEAP_TOO_SMALL -> new HeapTooSmall(in.readVarint());
            case LEVEL_TOO_LOW -> new LevelTooLow(in.readInt(), in.readInt());
            default -> throw new MalformedEncodingException("no such result has type " + type);
        };
    }

    private static void writeLink(ByteWriter out, Deadlock.Link link) {
        out.writeVarint(link.clientId());
        ValueCodec.writeName(out, link.waitsFor());
    }

    private static Deadlock.Link readLink(ByteReader in) {
        return new Deadlock.Link(in.readInt(), ValueCodec.readName(in));
    }

    private static void writeNumber(ByteWriter out, int type, long number) {
        out.writeByte(type);
        out.writeVarint(number);
    }
}
