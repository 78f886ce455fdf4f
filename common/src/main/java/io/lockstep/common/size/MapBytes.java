package io.lockstep.common.size;

import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.RegisteredServer;
import java.util.List;

/**
 * How many bytes of heap each thing in the lock map takes at most: objects, their places in tables, and their text.
 * The estimates are functions of the values alone, so all servers count alike, also one that has read a snapshot. They
 * hold for a 64-bit virtual machine with compressed references; {@code docs/OPERATIONS.md} lists them, and a test
 * compares them with the heap. They decide what is refused, so they never change, also where things take less by now:
 * servers of two versions would come to different maps.
 */
public final class MapBytes {

    /**
     * One session without its label and its answers: with its places in all tables of a server, and its lease, which
     * the map or the leader keeps.
     */
    public static final long SESSION = 712;

    /** One answer that is kept for a retry, without what differs from kind to kind. */
    public static final long ANSWER = 40;

    /** One free client id. */
    public static final long FREE_CLIENT_ID = 32;

    /** The end of a lock-delay. */
    public static final long LOCK_DELAY = 72;

    private static final long LOCK = 84;
    private static final long GRANT = 72;
    private static final long FURTHER_HOLDER = 128;
    private static final long WAITER = 240;
    private static final long WAITER_OF_LOCK = 240;
    private static final long SERVER = 160;
    private static final long AUDIT_RECORD = 96;
    private static final long HOLDER_STATUS = 72;

    /** A name object, a string and its array, without the characters. */
    private static final long NAME = 56;

    /** A string and its array, without the characters. */
    private static final long TEXT = 40;

    private MapBytes() {}

    /** Returns what a lock takes that is held, awaited or blocked, without its holders and waiters. */
    public static long ofLock(LockName name) {
        return LOCK + ofName(name);
    }

    /** Returns what a grant takes. Only an exclusive one shares the name with its lock for certain. */
    public static long ofGrant(LockName name, LockMode mode) {
        return mode.equals(LockMode.EXCLUSIVE) ? GRANT : GRANT + FURTHER_HOLDER + ofName(name);
    }

    /** Returns what a waiting request takes, with room for the grant that it may become. */
    public static long ofWaiter(List<LockName> names, LockMode mode) {
        long bytes = WAITER + ANSWER;
        for (LockName name : names) {
            bytes += WAITER_OF_LOCK + ofGrant(name, mode);
        }
        return bytes;
    }

    /** Returns what a session takes without its answers, its grants and its waiting requests. */
    public static long ofSession(String label) {
        return SESSION + ofText(label);
    }

    /** Returns what an answer takes that is kept for a retry. */
    public static long ofAnswer(CommandResult answer) {
        if (answer instanceof CommandResult.HeldByOther held) {
            return ANSWER + ofHolder(held.holder());
        }
        if (answer instanceof CommandResult.NotOwner notOwner) {
            return ANSWER + ofHolder(notOwner.holder());
        }
        if (answer instanceof CommandResult.StaleToken stale) {
            return ANSWER + ofHolder(stale.holder());
        }
        if (answer instanceof CommandResult.AlreadyHolds already) {
            return ANSWER + ofHolder(already.holder());
        }
        if (answer instanceof CommandResult.Deadlock deadlock) {
            return ANSWER
                    + deadlock.cycle().stream()
                            .mapToLong(link -> 32 + ofName(link.waitsFor()))
                            .sum();
        }
        return ANSWER + ofNameIn(answer);
    }

    private static long ofNameIn(CommandResult answer) {
        if (answer instanceof CommandResult.AlreadyWaits already) {
            return ofName(already.name());
        }
        if (answer instanceof CommandResult.WaitersAhead ahead) {
            return ofName(ahead.name());
        }
        if (answer instanceof CommandResult.Blocked blocked) {
            return ofName(blocked.name());
        }
        if (answer instanceof CommandResult.OtherMode other) {
            return ofName(other.name());
        }
        if (answer instanceof CommandResult.NotHeld notHeld) {
            return ofName(notHeld.name());
        }
        return answer instanceof CommandResult.Full full ? ofText(full.bound()) : 0;
    }

    /** Returns what a server takes, also a removed one. */
    public static long ofServer(RegisteredServer server) {
        return SERVER
                + ofText(server.storageId())
                + ofText(server.clientAddress())
                + ofText(server.peerAddress())
                + ofText(server.program().version());
    }

    /** Returns what an audit record takes. */
    public static long ofAudit(AuditRecord audited) {
        long act = audited.act() instanceof AuditRecord.ForcedRelease forced ? ofHolder(forced.holder()) : 0;
        return AUDIT_RECORD
                + act
                + ofText(audited.operator())
                + ofText(audited.operatorAddress())
                + ofText(audited.reason());
    }

    private static long ofHolder(HolderStatus holder) {
        return HOLDER_STATUS + ofName(holder.name()) + ofText(holder.label()) + ofText(holder.clientAddress());
    }

    private static long ofName(LockName name) {
        return NAME + characters(name.text());
    }

    private static long ofText(String text) {
        return text.isEmpty() ? 0 : TEXT + characters(text);
    }

    /** A character takes one byte if all of the text are in Latin-1, else two; arrays end at a multiple of eight. */
    private static long characters(String text) {
        long bytes = text.length();
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) > 0xFF) {
                bytes = 2L * text.length();
                break;
            }
        }
        return (bytes + 7) / 8 * 8;
    }
}
