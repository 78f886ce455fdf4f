package io.lockstep.follower.prometheus;

import io.lockstep.common.protocol.ServerLine;
import io.lockstep.follower.http.LoopConversation.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What INFO and NODES say. */
final class Facts {

    private final ServerLine info;
    private final List<ServerLine> servers;

    Facts(Answer info, Answer nodes) {
        Map<String, String> all = new HashMap<>();
        info.rows().forEach(row -> all.putAll(row.options()));
        this.info = new ServerLine("", ServerLine.Kind.ROW, "", List.of(), all);
        this.servers = nodes.rows();
    }

    /** A fact of INFO; empty if there is none. */
    String text(String key) {
        return info.options().getOrDefault(key, "");
    }

    /** A number of INFO; 0 if there is none. */
    long number(String key) {
        return info.number(key, 0);
    }

    /** The rows of NODES. */
    List<ServerLine> servers() {
        return servers;
    }
}
