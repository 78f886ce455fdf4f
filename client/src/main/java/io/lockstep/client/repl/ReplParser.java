package io.lockstep.client.repl;

import io.lockstep.client.connection.Call;
import io.lockstep.common.command.LockName;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.Nearest;
import io.lockstep.common.protocol.Verb;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;

/**
 * Parses a line that a person typed: a verb in any case, then a name with or without quotes, then options as {@code
 * key=value} or {@code --key value}. Pure.
 */
final class ReplParser {

    private static final String HELP = "--help";
    private static final String ALL = "--all";

    private static final List<String> COMMANDS = List.of(
            "lock",
            "try",
            "release",
            "unlock",
            "status",
            "check",
            "who",
            "history",
            "list",
            "sessions",
            "run",
            "maps",
            "bench",
            "watch",
            "admin",
            "whoami",
            "info",
            "nodes",
            "ping",
            "auth",
            "help",
            "quit",
            "exit");

    private ReplParser() {}

    /** Parses a line. Never throws: an invalid line becomes {@link ReplInput.Wrong}. */
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
        if (rest.equals(HELP) || rest.equals("-h") || (rest.endsWith(" " + HELP) && !word.equals("run"))) {
            return new ReplInput.Help(word);
        }
        return switch (word) {
            case "lock", "try", "preempt" -> named(Verb.LOCK, rest);
            case "release", "unlock" -> named(Verb.RELEASE, rest);
            case "status", "check" -> named(Verb.STATUS, rest);
            case "who" -> named(Verb.WHO, rest);
            case "history" -> HistoryParser.parse(rest, ZonedDateTime.now(ZoneId.systemDefault()));
            case "list", "ls" -> list(rest);
            case "sessions" -> sessions(rest);
            case "run" -> RunParser.parse(rest);
            case "maps", "hash", "bench" -> RunParser.plain(word, rest);
            case "top" -> new ReplInput.Wrong("top needs a terminal of its own: run lockstep top there");
            case "watch" -> watch(rest);
            case "admin" -> AdminParser.parse(rest);
            case "whoami" -> bare(Verb.WHOAMI, rest);
            case "info" -> bare(Verb.INFO, rest);
            case "nodes" -> bare(Verb.NODES, rest);
            case "ping" -> bare(Verb.PING, rest);
            case "auth" -> new ReplInput.Login(rest);
            case "help", "?", HELP, "-h" -> new ReplInput.Help(rest.toLowerCase(Locale.ROOT));
            case "quit", "exit" -> new ReplInput.Quit();
            default -> new ReplInput.Wrong(unknown(word));
        };
    }

    /** What to say about a word that is no command. */
    static String unknown(String word) {
        return "there is no command " + LineSyntax.quoted(word) + Nearest.advice(word, COMMANDS, "help lists them");
    }

    /** Parses the second line of a verb without a name: the whole line is the name, unless it is in quotes. */
    static ReplInput parseName(Verb verb, String line) {
        return line.isBlank() ? new ReplInput.Blank() : named(verb, line.strip());
    }

    private static ReplInput bare(Verb verb, String rest) {
        return rest.isEmpty()
                ? new ReplInput.Ask(Call.of(verb))
                : new ReplInput.Wrong(verb.name().toLowerCase(Locale.ROOT) + " takes nothing after it");
    }

    private static ReplInput list(String line) {
        List<String> words = List.of(line.split("\\s+"));
        boolean all = words.get(0).equals(ALL) || words.get(words.size() - 1).equals(ALL);
        String rest =
                all && words.get(0).equals(ALL) ? line.substring(ALL.length()).strip() : line;
        rest = all && rest.endsWith(ALL)
                ? rest.substring(0, rest.length() - ALL.length()).strip()
                : rest;
        ReplArguments arguments = ReplArguments.split(Verb.LIST, rest);
        if (!arguments.flaw().isEmpty()) {
            return new ReplInput.Wrong(arguments.flaw());
        }
        Call call = new Call(Verb.LIST, List.of(), arguments.options());
        Call wanted = arguments.name().isEmpty() ? call : call.with("prefix", arguments.name());
        return all ? new ReplInput.ListAll(wanted) : new ReplInput.Ask(wanted);
    }

    private static ReplInput sessions(String rest) {
        ReplArguments arguments = ReplArguments.split(Verb.SESSIONS, rest);
        return arguments.flaw().isEmpty() && arguments.name().matches("|[1-9][0-9]{0,17}")
                ? new ReplInput.Ask(new Call(Verb.SESSIONS, arguments.names(), arguments.options()))
                : new ReplInput.Wrong("write sessions with --prefix TEXT, --after N and --limit N, or sessions NUMBER");
    }

    private static ReplInput watch(String rest) {
        ReplArguments arguments = ReplArguments.split(Verb.WATCH, rest);
        String prefix = arguments.options().getOrDefault("prefix", "");
        String flaw = arguments.flaw();
        if (flaw.isEmpty() && !arguments.name().isEmpty()) {
            flaw = prefix.isEmpty() ? LockName.flawOf(arguments.name()) : "a name and --prefix exclude each other";
        }
        return flaw.isEmpty() ? new ReplInput.Watch(arguments.name(), prefix) : new ReplInput.Wrong(flaw);
    }

    static ReplInput named(Verb verb, String rest) {
        if (rest.isEmpty()) {
            return new ReplInput.NeedsName(verb);
        }
        ReplArguments arguments = ReplArguments.split(verb, rest);
        if (!arguments.flaw().isEmpty()) {
            return new ReplInput.Wrong(arguments.flaw());
        }
        boolean several = verb == Verb.LOCK || verb == Verb.RELEASE;
        if (arguments.names().size() > 1 && !several) {
            return new ReplInput.Wrong("one name is expected: put the whole name in quotes");
        }
        String flaw = (arguments.names().isEmpty() ? List.of("") : arguments.names())
                .stream()
                        .map(LockName::flawOf)
                        .filter(each -> !each.isEmpty())
                        .findFirst()
                        .orElse("");
        return flaw.isEmpty()
                ? new ReplInput.Ask(new Call(verb, arguments.names(), arguments.options()))
                : new ReplInput.Wrong(flaw);
    }
}
