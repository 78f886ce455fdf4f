package io.lockstep.simulation.check.lock;

import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.LoggedSession;
import io.lockstep.simulation.check.reading.LoggedWait;
import io.lockstep.simulation.client.ClientCall;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cycle that a DEADLOCK names: {@code 50000 waits for "x" of 50001 waits for "y" of 50000}. Of a lock that the user
 * of the client may not know it says {@code a lock}.
 */
record DeadlockCycle(List<Link> links) {

    private static final Pattern LINK = Pattern.compile("(\\d+) waits for (?:\"([^\"]*)\"|a lock) of (?=(\\d+))");

    /** @param name of the lock; null for one that is not named */
    private record Link(long client, @Nullable String name, long inTheWay) {}

    static DeadlockCycle of(@Nullable String text) {
        List<Link> links = new ArrayList<>();
        Matcher matcher = LINK.matcher(text == null ? "" : text);
        while (matcher.find()) {
            links.add(new Link(Long.parseLong(matcher.group(1)), matcher.group(2), Long.parseLong(matcher.group(3))));
        }
        return new DeadlockCycle(links);
    }

    /**
     * Returns whether, after the command at this place, each client waited for the next one; the asking client counts
     * as waiting for the locks it asked for.
     */
    boolean isClosedAt(long place, ClientCall asked, LogReading log) {
        if (links.isEmpty() || links.get(links.size() - 1).inTheWay != links.get(0).client) {
            return false;
        }
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i);
            LoggedSession session = log.sessionOfClient(link.client);
            LoggedSession other = log.sessionOfClient(link.inTheWay);
            boolean isAsker = i == 0;
            if (session == null
                    || other == null
                    || isAsker != log.isOf(asked, session.number)
                    || names(link, log)
                            .noneMatch(name -> waits(name, session, other, isAsker ? asked : null, place, log))) {
                return false;
            }
        }
        return true;
    }

    private static Stream<String> names(Link link, LogReading log) {
        return link.name == null ? log.names().stream() : Stream.of(link.name);
    }

    private static boolean waits(
            String name,
            LoggedSession session,
            LoggedSession other,
            @Nullable ClientCall asked,
            long place,
            LogReading log) {
        List<LoggedWait> line = log.queueAt(name, place);
        int own = asked != null && asked.ask().values().contains(name) ? line.size() : -1;
        int others = -1;
        for (int i = 0; i < line.size(); i++) {
            own = own < 0 && line.get(i).session == session.number ? i : own;
            others = line.get(i).session == other.number ? i : others;
        }
        boolean holds = log.holdersAt(name, place).stream().anyMatch(each -> each.session == other.number);
        return own >= 0 && (holds || (others >= 0 && others < own));
    }
}
