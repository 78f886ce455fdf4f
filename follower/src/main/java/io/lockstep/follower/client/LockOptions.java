package io.lockstep.follower.client;

import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.LockStatus;
import io.lockstep.common.command.WaiterStatus;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.Session;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.UtcTime;
import io.lockstep.common.record.PastGrant;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.watch.EventLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The options that describe a lock and its holder in a line. */
final class LockOptions {

    private final ReplicatedMap map;

    LockOptions(ReplicatedMap map) {
        this.map = map;
    }

    /** Adds the holder, as refusals and STATUS describe it. */
    static Line holder(Line line, HolderStatus holder) {
        line.option("owner", holder.clientId());
        label(line, holder.label());
        line.option("address", holder.clientAddress())
                .option("server", holder.server())
                .option("token", holder.token());
        return mode(line, holder.mode());
    }

    /** Adds what is known of a grant that has ended. */
    static Line past(Line row, PastGrant past) {
        row.value("past").option("n", past.number()).option("owner", past.clientId());
        label(row, past.label());
        row.option("address", past.clientAddress()).option("token", past.token());
        return mode(row, past.mode())
                .option("since", UtcTime.format(past.sinceWallMillis()))
                .option("until", UtcTime.format(past.untilWallMillis()))
                .option("held", Durations.format(past.heldMillis()))
                .option("waited", Durations.format(past.waitedMillis()))
                .option("ended", past.ending().name().toLowerCase(Locale.ROOT))
                .option("waiting", past.waiting());
    }

    static void label(Line line, String label) {
        if (!label.isEmpty()) {
            line.option("label", label);
        }
    }

    /** Adds the mode in which a lock is held or requested. */
    static Line mode(Line line, LockMode mode) {
        return EventLines.mode(line, mode);
    }

    /** Adds the number of holders if there are several, and the number of waiters if there are any. */
    static Line crowd(Line line, LockStatus status) {
        if (status.holders() > 1) {
            line.option("holders", status.holders());
        }
        return status.waiting() > 0 ? line.option("waiting", status.waiting()) : line;
    }

    /** Adds how long the request has waited that came first. */
    private Line longestWait(Line line, LockStatus status) {
        map.machine()
                .waiters(status.name(), 1)
                .forEach(first -> line.option("waited", since(first.sinceClusterMillis())));
        return line;
    }

    /** One page of the held locks with these prefixes, which are disjoint and in order. */
    List<LockStatus> held(List<String> prefixes, String after, int most) {
        return held(prefixes, after, most, false);
    }

    /** The same; if {@code awaited}, only of those for which requests wait. */
    List<LockStatus> held(List<String> prefixes, String after, int most, boolean awaited) {
        LockStateMachine machine = map.machine();
        List<LockStatus> held = new ArrayList<>();
        for (String prefix : prefixes) {
            int room = most - held.size();
            if (room > 0) {
                held.addAll(awaited ? machine.awaited(prefix, after, room) : machine.held(prefix, after, room));
            }
        }
        return held;
    }

    /** Sends the lock's row, in the form of LIST, if the lock is held. */
    void sendRow(ClientRequest request, LockStatus status) {
        HolderStatus oldest = status.oldest();
        if (oldest != null) {
            Line row = holder(request.row().value(oldest.name().text()), oldest).option("held", heldFor(oldest));
            request.send(longestWait(crowd(row, status), status));
        }
    }

    /** Sends the rows of held locks, up to {@code limit} and as many as one reply takes; returns their number. */
    int sendRows(ClientRequest request, List<LockStatus> held, int limit) {
        int sent = 0;
        while (sent < Math.min(held.size(), limit) && request.hasRoomForRow()) {
            sendRow(request, held.get(sent++));
        }
        return sent;
    }

    /** Describes a lock that a session holds. */
    Line held(Line row, HolderStatus grant) {
        row.value("holds").option("name", grant.name().text()).option("token", grant.token());
        return mode(row, grant.mode()).option("held", heldFor(grant));
    }

    /** Describes a lock that a session waits for. */
    Line awaited(Line row, WaiterStatus wait) {
        return mode(row.value("waits").option("name", wait.name().text()), wait.mode())
                .option("waited", since(wait.sinceClusterMillis()))
                .option("remaining", until(wait.deadlineClusterMillis()));
    }

    /** How long a lock has been held, in cluster time. */
    String heldFor(HolderStatus holder) {
        return since(holder.sinceClusterMillis());
    }

    /** The time since a moment of cluster time. */
    String since(long clusterMillis) {
        return Durations.format(Math.max(0, map.clusterMillisAbout() - clusterMillis));
    }

    /** The time until a moment of cluster time. */
    String until(long clusterMillis) {
        return Durations.format(Math.max(0, clusterMillis - map.clusterMillisAbout()));
    }

    /** The label of a session; empty if it has none or has ended. */
    String labelOf(long number) {
        Session session = map.machine().session(number);
        return session == null ? "" : session.label();
    }

    LockStatus status(LockName name) {
        return map.machine().status(name);
    }
}
