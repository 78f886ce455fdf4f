package io.lockstep.follower.http;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.http.LoopConversation.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What this server says of itself and of its cluster: the answers to INFO and NODES. Costs the same for any map. */
public final class Facts {

    private final Answer answer;
    private final ServerLine info;
    private final List<ServerLine> servers;

    private Facts(Answer info, Answer nodes) {
        Map<String, String> all = new HashMap<>();
        info.rows().forEach(row -> all.putAll(row.options()));
        this.answer = info.isOk() ? nodes : info;
        this.info = new ServerLine("", ServerLine.Kind.ROW, "", List.of(), all);
        this.servers = nodes.rows();
    }

    /** Asks. Waits for the answers. */
    public static Facts ask(LoopConversation conversation) throws InterruptedException {
        return new Facts(conversation.ask(Verb.INFO, line -> line), conversation.ask(Verb.NODES, line -> line));
    }

    /** Whether both answers came. */
    public boolean areKnown() {
        return answer.isOk();
    }

    /** The reply for a client if they did not. */
    public HttpReply refusal() {
        return Refusals.of(answer.reply());
    }

    /** A fact of INFO; empty if there is none. */
    public String text(String key) {
        return info.options().getOrDefault(key, "");
    }

    /** A number of INFO; 0 if there is none. */
    public long number(String key) {
        return info.number(key, 0);
    }

    /** The rows of NODES. */
    public List<ServerLine> servers() {
        return servers;
    }

    /** For how long a server of NODES has been silent; 0 if it was heard of lately. */
    public static double silentSeconds(ServerLine server) {
        String silent = server.option("silent");
        return silent == null ? 0 : Durations.parseMillis(silent) / 1e3;
    }
}
