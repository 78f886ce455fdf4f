package io.lockstep.client.answer;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.program.LineFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rows about one user in the answer to USER LIST.
 *
 * @param about the first one: its tokens, quotas and subject
 * @param rules one for each rule
 */
record UserRows(ServerLine about, List<ServerLine> rules) {

    /** The users of an answer, in its order. */
    static List<UserRows> of(Reply reply) {
        List<UserRows> users = new ArrayList<>();
        for (ServerLine row : reply.rows()) {
            if (row.option("right") == null) {
                users.add(new UserRows(row, new ArrayList<>()));
            } else if (!users.isEmpty()) {
                users.get(users.size() - 1).rules.add(row);
            }
        }
        return users;
    }

    /** The fields of one JSON object. */
    Map<String, Object> fields() {
        Map<String, Object> all = LineFields.of(about);
        all.put("rules", rules.stream().map(UserRows::rule).toList());
        return all;
    }

    private static Map<String, Object> rule(ServerLine row) {
        Map<String, Object> rule = LineFields.of(row);
        rule.remove("user");
        rule.putIfAbsent("prefix", "");
        return rule;
    }
}
