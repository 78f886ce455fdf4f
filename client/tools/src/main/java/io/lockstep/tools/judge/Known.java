package io.lockstep.tools.judge;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the whole history of a lock says of its tokens and sessions, to keep the search small. */
final class Known {

    private final Set<Long> granted = new HashSet<>();
    private final Map<Long, String> released = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    Known(List<Operation> operations) {
        for (Operation operation : operations) {
            if (operation.is(Kind.ACQUIRE, Result.OK)) {
                granted.add(operation.token());
            } else if (operation.is(Kind.RELEASE, Result.OK)) {
                released.put(operation.token(), operation.client());
            }
        }
        operations.forEach(this::noteSeen);
    }

    /** Notes the sessions of which somebody may see what an unanswered acquire of theirs did. */
    private void noteSeen(Operation operation) {
        boolean unseenToken = !granted.contains(operation.token());
        String owner = operation.owner();
        if (operation.kind() == Kind.STATUS && owner != null && unseenToken) {
            seen.add(owner);
        } else if (operation.kind() == Kind.RELEASE && operation.result() != Result.FAIL && unseenToken) {
            seen.add(operation.client());
        } else if (operation.kind() == Kind.EXPIRE && operation.hasToken() && unseenToken) {
            seen.add(operation.client());
        }
    }

    /** Whether a client saw this grant; else an acquire that was never answered must have got that token. */
    boolean isGranted(long token) {
        return granted.contains(token);
    }

    /** Whether it is certain that this hold ended by its release, and so by nothing else. */
    boolean isReleasedBy(String client, long token) {
        return client.equals(released.get(token));
    }

    /** Whether it can make a difference that an unanswered acquire was this session's. */
    boolean isSeen(String client) {
        return seen.contains(client);
    }
}
