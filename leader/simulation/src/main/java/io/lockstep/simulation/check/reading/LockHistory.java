package io.lockstep.simulation.check.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All grants, waits, delays and events, in the order of the log. */
final class LockHistory {

    final List<Ownership> ownerships = new ArrayList<>();
    final Map<String, List<Ownership>> ownershipsByName = new HashMap<>();
    final Map<Long, List<Ownership>> ownershipsByToken = new HashMap<>();
    final List<LoggedWait> waits = new ArrayList<>();
    final Map<String, List<LoggedWait>> waitsByName = new HashMap<>();
    final List<LoggedDelay> delays = new ArrayList<>();
    final Map<String, List<LoggedDelay>> delaysByName = new HashMap<>();
    final List<LoggedEvent> events = new ArrayList<>();
    final List<AppliedRequest> appliedRequests = new ArrayList<>();
    final List<LoggedAudit> audit = new ArrayList<>();

    void add(Ownership ownership) {
        ownerships.add(ownership);
        ownershipsByName
                .computeIfAbsent(ownership.name, any -> new ArrayList<>())
                .add(ownership);
        ownershipsByToken
                .computeIfAbsent(ownership.token, any -> new ArrayList<>())
                .add(ownership);
    }

    void add(LoggedWait wait) {
        waits.add(wait);
        wait.names.forEach(name ->
                waitsByName.computeIfAbsent(name, any -> new ArrayList<>()).add(wait));
    }

    /** Adds a wait that has taken the place of another one. */
    void replace(LoggedWait before, LoggedWait wait) {
        waits.add(waits.indexOf(before) + 1, wait);
        wait.names.forEach(name -> {
            List<LoggedWait> ofName = waitsByName.get(name);
            ofName.add(ofName.indexOf(before) + 1, wait);
        });
    }

    void add(String name, LoggedDelay delay) {
        delays.add(delay);
        delaysByName.computeIfAbsent(name, any -> new ArrayList<>()).add(delay);
    }
}
