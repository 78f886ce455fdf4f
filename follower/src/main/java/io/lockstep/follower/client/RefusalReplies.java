package io.lockstep.follower.client;

import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.Deadlock;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.LockStatus;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.Request;
import io.lockstep.follower.forwarding.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replies to requests that a lock prevents: its holder, its wait queue, its mode, or a deadlock. */
final class RefusalReplies {

    /** A longer cycle is shortened in the middle. */
    private static final int CYCLE_LENGTH_MAX = 1_000;

    private final LockOptions options;

    RefusalReplies(LockOptions options) {
        this.options = options;
    }

    /**
     * Replies if the outcome is about a lock.
     *
     * @param name the first lock that the request names
     * @return false if the outcome is about something else and no reply was sent
     */
    boolean reply(ClientRequest request, LockName name, Outcome.Decided outcome) {
        Line line = line(request, name, outcome);
        if (line == null) {
            return false;
        }
        request.reply(line);
        return true;
    }

    private @Nullable Line line(ClientRequest request, LockName name, Outcome.Decided outcome) {
        CommandResult reason = outcome.result();
        long index = outcome.index();
        if (reason instanceof CommandResult.HeldByOther held) {
            return heldByOther(request, held, outcome);
        }
        if (reason instanceof CommandResult.NotOwner notOwner) {
            return inTheWay(request.error(ErrorCode.NOT_OWNER), notOwner.holder(), outcome)
                    .option("index", index)
                    .message(notOwned(request, notOwner.holder()));
        }
        if (reason instanceof CommandResult.AlreadyHolds already) {
            return alreadyHolds(request, name, already, index);
        }
        if (reason instanceof CommandResult.NotHeld notHeld) {
            return error(request, ErrorCode.NOT_HELD, notHeld.name(), index, "no such lock: no client holds it");
        }
        if (reason instanceof CommandResult.StaleToken stale) {
            return request.error(ErrorCode.STALE_TOKEN)
                    .value(stale.holder().name().text())
                    .option("token", stale.holder().token())
                    .option("index", index)
                    .message("it is held under another token; that grant has ended");
        }
        return waitRefusal(request, name, reason, index);
    }

    private static String notOwned(ClientRequest request, HolderStatus holder) {
        boolean hasKey = request.request() instanceof Request.Extend
                || (request.request() instanceof Request.Release release && release.key() != null);
        return "owned by " + clientOf(holder)
                + (hasKey
                        ? "; the grant with this key has ended, or there was none"
                        : "; only the owner can release it");
    }

    private @Nullable Line waitRefusal(ClientRequest request, LockName name, CommandResult reason, long index) {
        if (reason instanceof CommandResult.TimedOut) {
            return timedOut(request, name, index);
        }
        if (reason instanceof CommandResult.Cancelled) {
            return error(request, ErrorCode.CANCELLED, name, index, "the wait was cancelled");
        }
        if (reason instanceof CommandResult.WaitersAhead others) {
            return request.error(ErrorCode.HELD)
                    .value(others.name().text())
                    .option("waiting", others.waiting())
                    .option("index", index)
                    .message("other clients are waiting for it, first client " + others.firstClientId());
        }
        if (reason instanceof CommandResult.Blocked blocked) {
            String remaining = options.until(blocked.untilClusterMillis());
            return request.error(ErrorCode.DELAYED)
                    .value(blocked.name().text())
                    .option("remaining", remaining)
                    .option("index", index)
                    .message("its last holder was lost, or asked for it; it stays blocked for another " + remaining);
        }
        if (reason instanceof CommandResult.AlreadyWaits already) {
            return alreadyWaits(request, name, already, index);
        }
        if (reason instanceof CommandResult.OtherMode other) {
            return LockOptions.mode(
                            request.error(ErrorCode.MODE).value(other.name().text()), other.mode())
                    .option("index", index)
                    .message("the name is in use in another mode; all its users must use the same number of permits");
        }
        if (reason instanceof Deadlock deadlock) {
            return request.error(ErrorCode.DEADLOCK)
                    .value(name.text())
                    .option("cycle", cycle(request, deadlock.cycle()))
                    .option("index", index)
                    .message("waiting would cause a deadlock: release a lock that others wait for");
        }
        return null;
    }

    private static Line error(ClientRequest request, ErrorCode code, LockName name, long index, String message) {
        return request.error(code).value(name.text()).option("index", index).message(message);
    }

    private Line heldByOther(ClientRequest request, CommandResult.HeldByOther held, Outcome.Decided outcome) {
        Line line = inTheWay(request.error(ErrorCode.HELD), held.holder(), outcome);
        return (held.waiting() > 0 ? line.option("waiting", held.waiting()) : line)
                .option("index", outcome.index())
                .message("held by " + clientOf(held.holder()) + " for " + options.heldFor(held.holder()));
    }

    private static String clientOf(HolderStatus holder) {
        return "client " + holder.clientId() + (holder.label().isEmpty() ? "" : " (" + holder.label() + ")");
    }

    private Line inTheWay(Line line, HolderStatus holder, Outcome.Decided outcome) {
        LockOptions.holder(line.value(holder.name().text()), holder).option("held", options.heldFor(holder));
        return outcome.leaseMillis() > 0 ? line.option("lease", Durations.format(outcome.leaseMillis())) : line;
    }

    private Line timedOut(ClientRequest request, LockName name, long index) {
        LockStatus status = options.status(name);
        Line line = request.error(ErrorCode.TIMEOUT).value(name.text());
        HolderStatus oldest = status.oldest();
        if (oldest != null) {
            LockOptions.holder(line, oldest).option("held", options.heldFor(oldest));
        }
        return LockOptions.crowd(line, status).option("index", index).message("timed out; the lock was not granted");
    }

    private static Line alreadyHolds(
            ClientRequest request, LockName name, CommandResult.AlreadyHolds already, long index) {
        boolean sameName = already.holder().name().equals(name);
        String message = sameName
                ? "you already hold this lock"
                : "you already hold \"" + already.holder().name().text() + "\", and a client may hold "
                        + already.locksPerClient() + "; release it first";
        return request.error(ErrorCode.ALREADY)
                .value(already.holder().name().text())
                .option("token", already.holder().token())
                .option("limit", already.locksPerClient())
                .option("index", index)
                .message(message);
    }

    private static Line alreadyWaits(
            ClientRequest request, LockName name, CommandResult.AlreadyWaits already, long index) {
        String message = already.name().equals(name)
                ? "you are already waiting for this lock"
                : "you are already waiting for \"" + already.name().text() + "\", and a client may hold and wait for "
                        + already.locksPerClient();
        return request.error(ErrorCode.ALREADY)
                .value(already.name().text())
                .option("waiting", "yes")
                .option("limit", already.locksPerClient())
                .option("index", index)
                .message(message);
    }

    /** Shortens a long cycle in the middle, so that it fits into a line; leaves out names the client may not know. */
    private static String cycle(ClientRequest request, List<Deadlock.Link> links) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < links.size(); i++) {
            Deadlock.Link link = links.get(i);
            if (text.length() > CYCLE_LENGTH_MAX && i < links.size() - 1) {
                text.append("... ");
                i = links.size() - 2;
                continue;
            }
            text.append(link.clientId())
                    .append(" waits for ")
                    .append(
                            request.conversation().mayKnow(link.waitsFor())
                                    ? LineSyntax.quoted(link.waitsFor().text())
                                    : "a lock")
                    .append(" of ");
        }
        return text.append(links.get(0).clientId()).toString();
    }
}
