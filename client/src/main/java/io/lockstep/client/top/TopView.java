package io.lockstep.client.top;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one server said of the cluster and its locks, at about one moment.
 *
 * @param nodes its answer to NODES
 * @param info its answer to INFO
 * @param locks rows of LIST, in the order of their names; at most {@link #LOCKS_MAX}
 * @param cut whether there are more locks than these
 */
record TopView(Reply nodes, Map<String, String> info, List<ServerLine> locks, boolean cut) {

    /** So many locks are read each time. With more, a prefix says which to read. */
    static final int LOCKS_MAX = 5_000;

    private static final int PAGE = 1_000;

    /**
     * Asks for everything. Blocks.
     *
     * @param prefix of the names of the locks; empty for all
     */
    static TopView of(ClientSession session, String prefix) throws InterruptedException, Top.NoAnswerException {
        Reply nodes = ask(session, Call.of(Verb.NODES));
        Map<String, String> info = new HashMap<>();
        ask(session, Call.of(Verb.INFO)).rows().forEach(row -> info.putAll(row.options()));
        List<ServerLine> locks = new ArrayList<>();
        Call list = Call.of(Verb.LIST).with("limit", PAGE);
        list = prefix.isEmpty() ? list : list.with("prefix", prefix);
        boolean more = true;
        while (more && locks.size() < LOCKS_MAX) {
            Reply page = ask(
                    session,
                    locks.isEmpty()
                            ? list
                            : list.with("after", locks.get(locks.size() - 1).value()));
            locks.addAll(page.rows());
            more = "yes".equals(page.line().option("more")) && !page.rows().isEmpty();
        }
        return new TopView(nodes, info, locks, more);
    }

    private static Reply ask(ClientSession session, Call call) throws InterruptedException, Top.NoAnswerException {
        CallOutcome outcome = session.call(call);
        return outcome.success()
                .orElseThrow(() -> new Top.NoAnswerException(
                        Failure.of(call, outcome).map(Failure::text).orElse("no answer")));
    }
}
