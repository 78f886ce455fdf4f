package io.lockstep.client.repl;

import io.lockstep.client.connection.Call;
import io.lockstep.common.lock.LockName;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what people type: a verb in any case, then a name with or without quotes, then options as {@code key=value} or
 * {@code --key value}. Pure.
 */
final class ReplParser {

    private static final String SYNC = "--sync";

    private ReplParser() {}

    /** What a line means. Never throws. */
    static ReplInput parse(String line) {
        String text = line.strip();
        if (text.isEmpty()) {
            return new ReplInput.Blank();
        }
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        String word = text.substring(0, end).toLowerCase(Locale.ROOT);
        String rest = text.substring(end).strip();
        return switch (word) {
            case "lock", "try", "preempt" -> named(Verb.LOCK, rest);
            case "release", "unlock" -> named(Verb.RELEASE, rest);
            case "status", "check" -> named(Verb.STATUS, rest);
            case "list", "ls" -> list(rest);
            case "whoami" -> bare(Verb.WHOAMI, rest);
            case "info" -> bare(Verb.INFO, rest);
            case "nodes" -> bare(Verb.NODES, rest);
            case "ping" -> bare(Verb.PING, rest);
            case "help", "?" -> new ReplInput.Help(rest.toLowerCase(Locale.ROOT));
            case "quit", "exit" -> new ReplInput.Quit();
            default -> new ReplInput.Wrong("there is no command " + LineSyntax.quoted(word) + "; help lists them");
        };
    }

    /** The second line of a verb that was given without a name: all of it is the name, unless it is in quotes. */
    static ReplInput parseName(Verb verb, String line) {
        return line.isBlank() ? new ReplInput.Blank() : named(verb, line.strip());
    }

    private static ReplInput bare(Verb verb, String rest) {
        return rest.isEmpty()
                ? new ReplInput.Ask(Call.of(verb))
                : new ReplInput.Wrong(verb.name().toLowerCase(Locale.ROOT) + " takes nothing after it");
    }

    private static ReplInput list(String rest) {
        Arguments arguments = Arguments.split(Verb.LIST, rest);
        if (!arguments.flaw().isEmpty()) {
            return new ReplInput.Wrong(arguments.flaw());
        }
        Call call = new Call(Verb.LIST, List.of(), arguments.options());
        return new ReplInput.Ask(arguments.text().isEmpty() ? call : call.with("prefix", arguments.text()));
    }

    private static ReplInput named(Verb verb, String rest) {
        Arguments arguments = Arguments.split(verb, rest);
        if (!arguments.flaw().isEmpty()) {
            return new ReplInput.Wrong(arguments.flaw());
        }
        if (rest.isEmpty()) {
            return new ReplInput.NeedsName(verb);
        }
        String flaw = LockName.flawOf(arguments.text());
        return flaw.isEmpty()
                ? new ReplInput.Ask(new Call(verb, List.of(arguments.text()), arguments.options()))
                : new ReplInput.Wrong(flaw);
    }

    /**
     * What follows a verb, taken apart.
     *
     * @param text the name, or whatever the one value is
     * @param flaw what is wrong with it, empty if nothing is
     */
    private record Arguments(String text, Map<String, String> options, String flaw) {

        static Arguments split(Verb verb, String rest) {
            return rest.startsWith("\"") ? quoted(verb, rest) : unquoted(verb, rest);
        }

        /** The protocol's own rules: a row of the protocol has the same parts as what follows a verb. */
        private static Arguments quoted(Verb verb, String rest) {
            Optional<ServerLine> row = ReplyParser.parse("- " + protocolForm(rest));
            if (row.isEmpty()) {
                return wrong("a double quote is not closed, or something follows it: write \"like this\"");
            }
            if (row.get().values().size() != 1) {
                return wrong("one name is expected: put all of it in the quotes");
            }
            for (String key : row.get().options().keySet()) {
                if (!isOption(verb, key)) {
                    return wrong("there is no option " + key);
                }
            }
            return new Arguments(row.get().value(), row.get().options(), "");
        }

        private static String protocolForm(String rest) {
            int close = rest.lastIndexOf('"');
            return rest.substring(0, close + 1) + rest.substring(close + 1).replace(SYNC, "read=sync");
        }

        /** Without quotes all is the name, but for options at the end. */
        private static Arguments unquoted(Verb verb, String rest) {
            Map<String, String> options = new LinkedHashMap<>();
            String text = rest;
            while (true) {
                int space = text.lastIndexOf(' ');
                String last = text.substring(space + 1);
                int equals = last.indexOf('=');
                if (last.equals(SYNC) && verb == Verb.STATUS) {
                    options.put("read", "sync");
                } else if (equals > 0 && isOption(verb, last.substring(0, equals))) {
                    options.put(last.substring(0, equals), last.substring(equals + 1));
                } else {
                    return new Arguments(withoutSingleQuotes(text), options, "");
                }
                text = text.substring(0, Math.max(0, space)).strip();
            }
        }

        /** Options of the verb that are for people; the numbers that keep retries apart are the session's business. */
        private static boolean isOption(Verb verb, String key) {
            return verb.optionKeys().contains(key) && !key.equals("req") && !key.equals("index");
        }

        private static String withoutSingleQuotes(String text) {
            boolean inQuotes = text.length() > 2 && text.startsWith("'") && text.endsWith("'");
            return inQuotes ? text.substring(1, text.length() - 1) : text;
        }

        private static Arguments wrong(String flaw) {
            return new Arguments("", Map.of(), flaw);
        }
    }
}
