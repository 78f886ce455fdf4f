package io.lockstep.client.repl;

import io.lockstep.client.connection.Call;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Parses {@code admin user}, {@code allow}, {@code deny} and {@code quota}. Pure. */
final class UserParser {

    private UserParser() {}

    /**
     * Parses what follows the command.
     *
     * @param command one of {@code user}, {@code allow}, {@code deny} and {@code quota}
     */
    static ReplInput parse(String command, String rest) {
        // A row has the same syntax: words, or texts in quotes.
        Optional<ServerLine> row = ReplyParser.parse("- " + rest);
        if (row.isEmpty() || !row.get().options().isEmpty()) {
            return new ReplInput.Wrong("write words; put a text with spaces or with = in double quotes");
        }
        List<String> words = new ArrayList<>(row.get().values());
        boolean admin = words.remove("--admin");
        boolean finish = words.remove("--finish");
        Verb verb = switch (command) {
            case "allow" -> Verb.ALLOW;
            case "deny" -> Verb.DENY;
            default -> Verb.USER;
        };
        String form = flaw(command, words);
        if (!form.isEmpty()) {
            return new ReplInput.Wrong("write admin " + command + " " + form);
        }
        if (command.equals("quota")) {
            words.add(0, "QUOTA");
        }
        if (verb == Verb.USER) {
            words.set(0, words.get(0).toUpperCase(Locale.ROOT));
        }
        Call call = Call.of(verb, words.toArray(String[]::new));
        call = admin ? call.with("admin", "yes") : call;
        return new ReplInput.Ask(finish ? call.with("finish", "yes") : call);
    }

    private static String flaw(String command, List<String> words) {
        return switch (command) {
            case "user" ->
                words.isEmpty() || words.size() > 3
                        ? "list, add USER [--admin], remove USER, rotate USER [--finish] or subject USER [TEXT]"
                        : "";
            case "quota" -> words.size() == 3 ? "" : "USER sessions|locks|waiters|watches N";
            default -> words.size() == 2 || words.size() == 3 ? "" : "USER read|lock|watch|force|admin [PREFIX]";
        };
    }
}
