package io.lockstep.client.repl;

import io.lockstep.client.answer.AnswerText;
import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.PushText;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.SessionIdentity;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The texts of the shell. Pure: values in, lines out. */
final class ReplPrinter {

    private static final String HELP = """
        lock NAME           take a lock; refused at once if it is held or others wait
                              --wait 30s waits for it until Ctrl-C; --shared, --permits N share it
                              --delay 5s keeps it blocked if it is lost; --and "b" or lock "a" "b" takes both or none
        release NAME        release a lock (also: unlock)
        status NAME         show who holds a lock; --sync asks the leader first
        who NAME            list the holders of a lock and its wait queue
        history NAME        list who held a lock; --at 03:12 or --at 15m shows who held it then
        list [PREFIX]       list the held locks; --limit N, --after NAME, --all
        sessions [N]        list the sessions, or the locks of session N; --prefix LABEL, --after N, --limit N
        run NAME -- CMD     run a command while a lock of its own session is held; options as lockstep run has
        watch [NAME]        show events of a lock, of all locks, or of those with --prefix TEXT, until Ctrl-C
        admin force-release NAME --token N --reason "..."   release a lock of any client by force
        admin remove-server N --reason "..."    remove a server; another that has caught up takes its place
                              --shrink goes on with two voters less, if there is none
        admin replace-server N --reason "..."   the next server that catches up takes the place of N
        admin audit         list what operators did
        admin backup FILE   copy all locks into a new file
        admin user list     list the users; also user add USER [--admin], user remove, user rotate [--finish]
        admin allow USER RIGHT [PREFIX]   give a right; admin deny takes it; admin quota USER KIND N bounds
        admin log-level     show how much this server logs; admin log-level PACKAGE LEVEL sets it
        auth [FILE]         say which user you are: asks for the token, or reads it from the file
        whoami              show this client: id, address, session
        nodes               list the servers of the cluster and their roles
        info                show facts about this server
        ping                check whether the server answers
        maps                compare the lock maps of all servers; bench measures them
        help [COMMAND]      show this text, or more about one command
        quit                release your locks and leave (also: Ctrl-D)
        A name may have spaces: lock Lock 1. Verbs may be in capitals; Lock alone asks for the name.\
        """;

    private ReplPrinter() {}

    /** The outcome of a request. */
    static List<String> outcome(Call call, CallOutcome outcome) {
        Optional<Failure> failure = Failure.of(call, outcome);
        if (failure.isPresent()) {
            return List.of(failure.get().text());
        }
        if (outcome instanceof CallOutcome.Answered answered) {
            return AnswerText.of(answered.reply());
        }
        throw new IllegalStateException("neither done nor failed: " + outcome);
    }

    /** The prompt: client id, server, role of the server, number of held locks. */
    static String prompt(@Nullable HostPort address, @Nullable SessionIdentity identity, String role, int locksHeld) {
        if (address == null) {
            return "not connected> ";
        }
        String who = identity == null ? "" : identity.clientId() + "@";
        String state = role.isEmpty() ? "" : role + ", ";
        return LineSyntax.shown("lockstep " + who + address + " (" + state + locksHeld + " held)> ");
    }

    /** The prompt for the name of a lock. */
    static String namePrompt(Verb verb) {
        return verb.name().toLowerCase(Locale.ROOT) + " which lock? ";
    }

    static String connected(HostPort address, SessionIdentity identity, boolean resumed) {
        return resumed
                ? "moved: now at " + address + ", still client " + identity.clientId() + " with the same locks"
                : "connected: to " + address + " as client " + identity.clientId();
    }

    static String disconnected(HostPort address, String why) {
        return "disconnected: from " + address + " (" + why + "); trying the servers in turn";
    }

    static String lost(String why, Collection<String> locks) {
        return "lost: the session has ended (" + why + ")" + (locks.isEmpty() ? "" : "; lost " + names(locks));
    }

    static String overdue(Collection<String> locks) {
        String what = locks.isEmpty() ? "the session" : names(locks);
        return "lost: no server has renewed the lease in time; do not rely on " + what;
    }

    /** A push; empty for a push that a person need not see. */
    static String push(ServerLine push) {
        return PushText.of(push).orElse("");
    }

    static String farewell(Collection<String> released) {
        return released.isEmpty() ? "bye" : "bye: released " + names(released);
    }

    /** What a script that ends with locks should know: it may look as if they were still held. */
    static String ended(Collection<String> released) {
        return "the script has ended, and so these locks were released: " + names(released);
    }

    static String help(String topic) {
        if (topic.isEmpty()) {
            return HELP;
        }
        List<String> found = new ArrayList<>();
        boolean on = false;
        for (String line : HELP.lines().toList()) {
            // Further lines of a command are indented.
            on = line.startsWith(topic + " ") || (on && line.startsWith(" "));
            if (on) {
                found.add(line);
            }
        }
        return found.isEmpty() ? ReplParser.unknown(topic) : String.join("\n", found);
    }

    private static String names(Collection<String> locks) {
        return locks.stream().map(LineSyntax::quoted).collect(Collectors.joining(", "));
    }
}
