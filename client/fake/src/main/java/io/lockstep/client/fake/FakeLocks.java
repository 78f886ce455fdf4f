package io.lockstep.client.fake;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.protocol.LineSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The locks of a {@link FakeCluster} and the one line before all of them. Used under the cluster's lock. */
final class FakeLocks {

    /** One grant; several names have it in common. */
    record Held(long token, FakeSession owner, List<String> names, LockMode mode) {}

    /** One LOCK that waits. */
    record Waiter(FakeSession session, long number, List<String> names, LockMode mode) {}

    private final TreeMap<String, List<Held>> held = new TreeMap<>();
    private final List<Waiter> line = new ArrayList<>();
    private long tokens = 40;
    private long index = 100;
    private int locksPerClient = 1;

    long index() {
        return index;
    }

    void locksPerClient(int most) {
        locksPerClient = most;
    }

    List<Held> holders(String name) {
        return held.getOrDefault(name, List.of());
    }

    Set<String> names() {
        return held.keySet();
    }

    List<Waiter> line() {
        return line;
    }

    List<Waiter> waiting(String name) {
        return line.stream().filter(each -> each.names().contains(name)).toList();
    }

    long heldBy(FakeSession session) {
        return held.values().stream()
                .flatMap(List::stream)
                .filter(each -> each.owner() == session)
                .count();
    }

    /** Why this session may not ask for these locks; empty if it may. */
    String already(FakeSession session, List<String> names) {
        List<String> has = held.keySet().stream()
                .filter(name -> holders(name).stream().anyMatch(each -> each.owner() == session))
                .toList();
        List<String> wants = line.stream()
                .filter(each -> each.session() == session)
                .flatMap(each -> each.names().stream())
                .toList();
        boolean full = locksPerClient > 0 && has.size() + wants.size() + names.size() > locksPerClient;
        String which = Stream.concat(has.stream(), wants.stream())
                .filter(name -> full || names.contains(name))
                .findFirst()
                .orElse("");
        if (which.isEmpty()) {
            return full ? "ERR ALREADY limit=" + locksPerClient + " index=" + index : "";
        }
        String start = "ERR ALREADY " + LineSyntax.written(which);
        return has.contains(which)
                ? start + " token=" + holders(which).get(0).token() + " limit=" + locksPerClient + " index=" + index
                : start + " waiting=yes limit=" + locksPerClient + " index=" + index;
    }

    boolean free(List<String> names, LockMode mode) {
        return line.stream().noneMatch(each -> each.names().stream().anyMatch(names::contains)) && fits(names, mode);
    }

    private boolean fits(List<String> names, LockMode mode) {
        return names.stream().allMatch(name -> {
            List<Held> present = holders(name);
            return present.isEmpty() || (present.get(0).mode().equals(mode) && present.size() < mode.holdersMax());
        });
    }

    String grant(FakeSession session, List<String> names, LockMode mode) {
        Held grant = new Held(++tokens, session, names, mode);
        names.forEach(
                name -> held.computeIfAbsent(name, any -> new ArrayList<>()).add(grant));
        return "OK LOCK " + written(names) + " token=" + tokens + " index=" + ++index;
    }

    String refusal(String code, List<String> names) {
        String name = names.stream()
                .filter(each -> !holders(each).isEmpty() || !waiting(each).isEmpty())
                .findFirst()
                .orElse(names.get(0));
        return "ERR " + code + " " + LineSyntax.written(name) + holder(name, true) + " index=" + index;
    }

    /** The oldest holder as a reply shows it; nothing if there is none. Refusals say how long the lease lasts, too. */
    String holder(String name, boolean withLease) {
        if (holders(name).isEmpty()) {
            return "";
        }
        Held oldest = holders(name).get(0);
        String waiting =
                waiting(name).isEmpty() ? "" : " waiting=" + waiting(name).size();
        return " owner=" + oldest.owner().clientId() + oldest.owner().labelOption()
                + " address=127.0.0.1:4444 server=2 token=" + oldest.token() + " mode=" + mode(oldest.mode())
                + " held=12s" + (withLease ? " lease=8s" : "") + waiting;
    }

    static String mode(LockMode mode) {
        return mode.equals(LockMode.EXCLUSIVE) ? "exclusive" : "shared";
    }

    /** Takes the next in line that nobody is before and that fits; null if there is none. */
    Waiter next() {
        List<String> before = new ArrayList<>();
        for (Waiter each : line) {
            if (each.names().stream().noneMatch(before::contains) && fits(each.names(), each.mode())) {
                line.remove(each);
                return each;
            }
            before.addAll(each.names());
        }
        return null;
    }

    String release(FakeSession session, List<String> names, long token) {
        List<Held> grants = new ArrayList<>();
        for (String name : names) {
            if (holders(name).isEmpty()) {
                return "ERR NOT_HELD " + LineSyntax.written(name) + " index=" + index;
            }
            Held own = holders(name).stream()
                    .filter(each -> each.owner() == session)
                    .findFirst()
                    .orElse(null);
            if (own == null) {
                return "ERR NOT_OWNER " + LineSyntax.written(name) + holder(name, true) + " index=" + index;
            }
            if (token > 0 && own.token() != token) {
                return "ERR STALE_TOKEN " + LineSyntax.written(name) + " token=" + own.token() + " index=" + index;
            }
            grants.add(own);
        }
        for (int i = 0; i < names.size(); i++) {
            remove(names.get(i), grants.get(i));
        }
        return "OK RELEASE " + written(names) + " token=" + grants.get(0).token() + " index=" + ++index;
    }

    private void remove(String name, Held grant) {
        List<Held> present = held.get(name);
        present.remove(grant);
        if (present.isEmpty()) {
            held.remove(name);
        }
    }

    /** Ends whatever the session has and wants. */
    void end(FakeSession session) {
        line.removeIf(each -> each.session() == session);
        held.values().forEach(grants -> grants.removeIf(each -> each.owner() == session));
        held.values().removeIf(List::isEmpty);
        index++;
    }

    void clear() {
        held.clear();
        line.clear();
        index++;
    }

    static String written(List<String> names) {
        return names.stream().map(LineSyntax::written).collect(Collectors.joining(" "));
    }
}
