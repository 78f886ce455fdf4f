package io.lockstep.common.lock.naive;

import io.lockstep.common.command.LockName;
import io.lockstep.common.lock.naive.NaiveLocks.Waiting;
import io.lockstep.common.lock.naive.NaiveModel.LiveSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The wait-for graph and its cycles, found by searching all waiting requests. */
final class NaiveCycles {

    /** One session waits for another because of this lock. */
    record Edge(LiveSession from, LockName name, LiveSession to) {}

    private final NaiveLocks locks;

    NaiveCycles(NaiveLocks locks) {
        this.locks = locks;
    }

    /** Returns the sessions that a request waits for if the first {@code before} requests are ahead of it. */
    List<Edge> waitsFor(LiveSession session, List<LockName> names, int before) {
        List<Edge> edges = new ArrayList<>();
        for (LockName name : names) {
            locks.holders(name).forEach(one -> edges.add(new Edge(session, name, one.owner())));
            locks.waiting.subList(0, before).stream()
                    .filter(one -> one.names().contains(name))
                    .forEach(one -> edges.add(new Edge(session, name, one.session())));
        }
        return edges;
    }

    List<Edge> waitsFor(LiveSession session) {
        List<Edge> edges = new ArrayList<>();
        for (Waiting one : locks.ownWaitsOf(session)) {
            edges.addAll(waitsFor(session, one.names(), locks.waiting.indexOf(one)));
        }
        return edges;
    }

    /** Returns the shortest path from a session over these edges back to itself; empty if there is none. */
    List<Edge> cycle(LiveSession start, List<Edge> edges) {
        Map<LiveSession, List<Edge>> ways = new LinkedHashMap<>();
        List<LiveSession> toGoOnFrom = new ArrayList<>();
        List<Edge> way = List.of();
        List<Edge> next = edges;
        while (true) {
            for (Edge edge : next) {
                if (!ways.containsKey(edge.to)) {
                    List<Edge> longer = new ArrayList<>(way);
                    longer.add(edge);
                    ways.put(edge.to, longer);
                    toGoOnFrom.add(edge.to);
                }
            }
            if (ways.containsKey(start) || toGoOnFrom.isEmpty()) {
                return ways.getOrDefault(start, List.of());
            }
            LiveSession at = toGoOnFrom.remove(0);
            way = ways.get(at);
            next = waitsFor(at);
        }
    }

    /** Returns the shortest cycle of waiting sessions through this one; empty if there is none. */
    List<Edge> cycle(LiveSession start) {
        return cycle(start, waitsFor(start));
    }
}
