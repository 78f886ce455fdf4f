package io.lockstep.tools.judge;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Facts from the whole history of a lock about its tokens and sessions, which keep the search small. */
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

    /** Notes the sessions whose acquires without an answer may have an effect that others see. */
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

    /** Whether a client saw this grant; otherwise an acquire without an answer must have got the token. */
    boolean isGranted(long token) {
        return granted.contains(token);
    }

    /** Whether this hold certainly ended by its release, and so by nothing else. */
    boolean isReleasedBy(String client, long token) {
        return client.equals(released.get(token));
    }

    /** Whether it matters that an acquire without an answer belongs to this session. */
    boolean isSeen(String client) {
        return seen.contains(client);
    }
}
