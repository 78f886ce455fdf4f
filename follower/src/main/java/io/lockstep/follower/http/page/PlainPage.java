package io.lockstep.follower.http.page;

import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.http.HttpReply;
import io.lockstep.follower.http.HttpRequest;
import io.lockstep.follower.http.LoopConversation;
import io.lockstep.follower.http.LoopConversation.Answer;
import io.lockstep.follower.http.Refusals;
import io.lockstep.follower.http.api.AwaitedLock;
import io.lockstep.follower.http.api.Contention;
import io.lockstep.follower.http.api.HealthSentence;
import io.lockstep.follower.http.api.LockList;
import io.lockstep.follower.http.api.SessionList;
import io.lockstep.follower.http.api.WaitChains;
import java.util.List;
import java.util.stream.Collectors;

/** The page in plain text, for a terminal. A part that the user may not see says so. */
final class PlainPage {

    private static final int LOCKS_MAX = 100;
    private static final int SESSIONS_MAX = 100;
    private static final int RECORDS_MAX = 20;

    private static final List<String> SELF =
            List.of("version", "cluster", "server", "index", "sessions", "locks", "fsync_p99_micros", "tls_expires");
    private static final List<String> SERVER = List.of("server", "role", "version", "address", "silent");
    private static final List<String> AWAITED = List.of("name", "waiting", "waited", "held", "owner", "label");
    private static final List<String> LOCK =
            List.of("name", "owner", "held", "waiting", "token", "mode", "address", "server", "label");
    private static final List<String> SESSION =
            List.of("session", "client", "locks", "waiting", "ttl", "lease", "user", "address", "server", "label");
    private static final List<String> RECORD =
            List.of("n", "at", "name", "token", "owner", "user", "change", "refused", "times", "operator", "reason");

    private final LoopConversation conversation;
    private final StringBuilder text = new StringBuilder();

    private PlainPage(LoopConversation conversation) {
        this.conversation = conversation;
    }

    static HttpReply of(HttpRequest request) throws InterruptedException {
        return new PlainPage(request.conversation()).reply();
    }

    private HttpReply reply() throws InterruptedException {
        Answer nodes = conversation.ask(Verb.NODES, line -> line);
        if (!nodes.isOk()) {
            return Refusals.of(nodes.reply());
        }
        text.append(HealthSentence.of(nodes).text()).append('\n');
        self();
        table("Servers", SERVER, nodes.rows());
        contention();
        locks();
        sessions();
        audit();
        return HttpReply.text(200, text.toString());
    }

    private void self() throws InterruptedException {
        Answer info = conversation.ask(Verb.INFO, line -> line);
        String facts = info.rows().stream()
                .flatMap(row -> row.options().entrySet().stream())
                .filter(fact -> SELF.contains(fact.getKey()))
                .map(fact -> fact.getKey() + " " + fact.getValue())
                .collect(Collectors.joining(", "));
        text.append("Seen by: ").append(facts).append('\n');
    }

    private void contention() throws InterruptedException {
        Contention found = Contention.look(conversation, "");
        if (!found.isOk()) {
            refused("Locks with waiters", found.reply());
            return;
        }
        table(
                "Locks with waiters: " + found.awaited() + (found.more() ? " or more" : ""),
                AWAITED,
                found.locks().stream().map(AwaitedLock::row).toList());
        found.chains()
                .forEach(chain -> text.append("  ").append(sentence(chain)).append('\n'));
    }

    /** Such as {@code 2 wait for b, held by 50002 (etl), who waits for a, held by 50001 (report)}. */
    private static String sentence(List<WaitChains.Link> chain) {
        long waiting = chain.get(0).waiting();
        return chain.stream()
                .map(link -> LineSyntax.shown(link.lock()) + ", held by " + client(link.holder()))
                .collect(Collectors.joining(
                        ", who waits for ", waiting + (waiting == 1 ? " waits for " : " wait for "), ""));
    }

    private static String client(ServerLine holder) {
        String label = holder.options().getOrDefault("label", "");
        return holder.option("owner") + (label.isEmpty() ? "" : " (" + LineSyntax.shown(label) + ")");
    }

    private void locks() throws InterruptedException {
        LockList locks = LockList.list(conversation, "", "", LOCKS_MAX);
        if (locks.isOk()) {
            String first = locks.more() ? ": the first " + locks.rows().size() + " by name" : "";
            table("Locks held" + first, LOCK, locks.rows());
        } else {
            refused("Locks held", locks.reply());
        }
    }

    private void sessions() throws InterruptedException {
        SessionList sessions = SessionList.list(conversation, "", "", SESSIONS_MAX);
        if (sessions.isOk()) {
            String first = sessions.more() ? ": the oldest " + sessions.rows().size() : "";
            table("Sessions" + first, SESSION, sessions.rows());
        } else {
            refused("Sessions", sessions.reply());
        }
    }

    private void audit() throws InterruptedException {
        Answer audit = conversation.ask(Verb.AUDIT, line -> line.option("limit", ProtocolLimits.LIST_ROWS_MAX));
        if (audit.isOk()) {
            List<ServerLine> all = audit.rows();
            table("Audit, the newest", RECORD, all.subList(Math.max(0, all.size() - RECORDS_MAX), all.size()));
        } else {
            refused("Audit", audit.reply());
        }
    }

    private void refused(String title, ServerLine error) {
        text.append('\n').append(title).append(": ").append(error.message()).append('\n');
    }

    private void table(String title, List<String> keys, List<ServerLine> rows) {
        text.append('\n').append(title).append('\n').append(PlainTable.of(keys, rows));
    }
}
