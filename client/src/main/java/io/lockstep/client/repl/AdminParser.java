package io.lockstep.client.repl;

import io.lockstep.client.connection.Call;
import io.lockstep.client.process.NativePath;
import io.lockstep.common.protocol.Verb;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Parses what follows {@code admin}. Pure. */
final class AdminParser {

    private AdminParser() {}

    static ReplInput parse(String rest) {
        int space = rest.indexOf(' ');
        String word = space < 0 ? rest : rest.substring(0, space);
        String arguments = rest.substring(word.length()).strip();
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "servers", "check", "transfer-leader" -> RunParser.plain("admin", rest);
            case "force-release" -> forceRelease(arguments);
            case "remove-server" -> removal("remove-server", "exchange", " [--shrink]", arguments);
            case "replace-server" -> removal("replace-server", "replace", "", arguments);
            case "set" -> set(arguments);
            case "audit" -> audit(arguments);
            case "backup" -> backup(arguments);
            case "user", "allow", "deny", "quota" -> UserParser.parse(word.toLowerCase(Locale.ROOT), arguments);
            default ->
                new ReplInput.Wrong(
                        "the admin commands are servers, check, force-release, transfer-leader, remove-server,"
                                + " replace-server, set, audit, backup, user, allow, deny and quota");
        };
    }

    /** The request with the operator's name for the audit, if it is one of an operator and has none. */
    static Call signed(Call asked, String operator) {
        boolean audited = asked.verb() == Verb.FORCE || asked.verb() == Verb.REMOVE || asked.verb() == Verb.SET;
        return audited && !operator.isEmpty() && !asked.options().containsKey("operator")
                ? asked.with("operator", operator)
                : asked;
    }

    private static ReplInput forceRelease(String rest) {
        ReplInput input = ReplParser.named(Verb.FORCE, rest);
        boolean whole = input instanceof ReplInput.Ask ask
                && ask.call().options().containsKey("token")
                && ask.call().options().containsKey("reason");
        return whole || input instanceof ReplInput.Wrong
                ? input
                : new ReplInput.Wrong("write admin force-release NAME --token N --reason \"...\"");
    }

    /** @param way that of REMOVE, unless the line has another one */
    private static ReplInput removal(String command, String way, String flags, String rest) {
        ReplArguments arguments = ReplArguments.split(Verb.REMOVE, rest);
        Map<String, String> options = arguments.options();
        boolean mayShrink = !flags.isEmpty() || !options.containsKey("way");
        if (!arguments.flaw().isEmpty()
                || !arguments.name().matches("[1-9][0-9]{0,8}")
                || options.getOrDefault("reason", "").isBlank()
                || !mayShrink) {
            return new ReplInput.Wrong("write admin " + command + " N" + flags
                    + " --reason \"...\"; nodes lists the servers and their numbers");
        }
        Call call = new Call(Verb.REMOVE, List.of(arguments.name()), options);
        return new ReplInput.Ask(options.containsKey("way") ? call : call.with("way", way));
    }

    private static ReplInput set(String rest) {
        ReplArguments arguments = ReplArguments.split(Verb.SET, rest);
        List<String> words = List.of(arguments.name().split("\\s+"));
        if (!arguments.flaw().isEmpty()
                || words.size() != 2
                || !words.get(0).equals("map-bytes")
                || arguments.options().getOrDefault("reason", "").isBlank()) {
            return new ReplInput.Wrong("write admin set map-bytes SIZE --reason \"...\", with a size such as 256m");
        }
        return new ReplInput.Ask(new Call(Verb.SET, List.of(), arguments.options()).with("map_bytes", words.get(1)));
    }

    private static ReplInput audit(String rest) {
        ReplArguments arguments = ReplArguments.split(Verb.AUDIT, rest);
        return arguments.flaw().isEmpty() && arguments.names().isEmpty()
                ? new ReplInput.Ask(new Call(Verb.AUDIT, List.of(), arguments.options()))
                : new ReplInput.Wrong("admin audit takes --after N and --limit N");
    }

    /** The rest of the line is a path, with or without quotes. */
    private static ReplInput backup(String rest) {
        ReplArguments arguments = ReplArguments.split(Verb.NODES, rest);
        if (!arguments.flaw().isEmpty() || arguments.names().size() != 1) {
            return new ReplInput.Wrong("write admin backup FILE, with a file that does not exist yet");
        }
        try {
            return new ReplInput.Backup(NativePath.of(arguments.name()));
        } catch (InvalidPathException e) {
            return new ReplInput.Wrong("this is no name of a file: " + e.getMessage());
        }
    }
}
