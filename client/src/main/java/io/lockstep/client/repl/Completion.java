package io.lockstep.client.repl;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes verbs, then the names of the locks that are held, then options. */
final class Completion implements Completer {

    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final int NAMES_MAX = 50;
    private static final String QUOTE = "\"";
    private static final List<String> VERBS = List.of(
            "lock",
            "release",
            "status",
            "who",
            "history",
            "list",
            "sessions",
            "run",
            "watch",
            "admin force-release",
            "admin remove-server",
            "admin replace-server",
            "admin set map-bytes",
            "admin audit",
            "admin backup",
            "admin log-level",
            "whoami",
            "nodes",
            "info",
            "ping",
            "maps",
            "help",
            "quit");
    private static final List<String> TAKING_NAMES =
            List.of("lock", "release", "unlock", "status", "check", "who", "history", "list", "watch");

    /** The options that may follow the name, by verb. */
    private static final Map<String, List<String>> OPTIONS = Map.of(
            "lock",
            List.of("--wait", "--shared", "--permits", "--delay", "--and"),
            "status",
            List.of("--sync"),
            "list",
            List.of("--after", "--limit", "--all"),
            "watch",
            List.of("--prefix"),
            "who",
            List.of("--limit"),
            "history",
            List.of("--at", "--before", "--limit"));

    private final ClientSession session;

    Completion(ClientSession session) {
        this.session = session;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String verb = line.words().get(0).toLowerCase(Locale.ROOT);
        if (line.wordIndex() == 0) {
            VERBS.forEach(each -> candidates.add(new Candidate(each)));
        } else if (verb.equals("help")) {
            VERBS.forEach(each -> candidates.add(new Candidate(each)));
        } else if (TAKING_NAMES.contains(verb)) {
            String typed = line.word().substring(0, line.wordCursor());
            lockNames(typed).forEach(name -> candidates.add(new Candidate(name)));
            if (typed.contains(" ")) {
                String before = typed.substring(0, typed.lastIndexOf(' '));
                OPTIONS.getOrDefault(verb, List.of())
                        .forEach(option -> candidates.add(new Candidate(before + " " + option)));
            }
        }
    }

    /** Names with the typed prefix; in quotes if the prefix is, or if the shell would misread the name without them. */
    private List<String> lockNames(String typed) {
        boolean quoted = typed.startsWith(QUOTE);
        String prefix = quoted ? typed.substring(1) : typed;
        Call list = Call.of(Verb.LIST).with("prefix", prefix).with("limit", NAMES_MAX);
        try {
            if (session.call(list, PATIENCE) instanceof CallOutcome.Answered answered) {
                return answered.reply().rows().stream()
                        .map(ServerLine::value)
                        .map(name -> quoted ? LineSyntax.quoted(name) : typable(name))
                        .toList();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }

    /** The name unquoted if a terminal may show it and the shell reads it back unchanged, otherwise in quotes. */
    private static String typable(String name) {
        boolean same = LineSyntax.shown(name).equals(name)
                && ReplParser.parse("lock " + name) instanceof ReplInput.Ask ask
                && ask.call().name().equals(name)
                && ask.call().options().isEmpty();
        return same ? name : LineSyntax.quoted(name);
    }
}
