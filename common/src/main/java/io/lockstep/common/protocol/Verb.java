package io.lockstep.common.protocol;

import io.lockstep.common.command.LockName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of verbs: what {@link RequestParser} accepts and HELP prints. */
public enum Verb {
    HELLO(
            0,
            1,
            "HELLO [version] [ttl=10s] [client=LABEL] [session=N key=HEX] [index=N] [operator=no|yes]",
            "Open a session that outlives the connection, or resume one.",
            "ttl",
            "client",
            "session",
            "key",
            "index",
            "operator"),
    AUTH(0, 0, "AUTH [token=TEXT]", "Say who you are, with the token of a user or by your certificate.", "token"),
    LOCK(
            1,
            ProtocolLimits.NAMES_MAX,
            "LOCK name [name ...] [wait=0s] [mode=exclusive|shared] [permits=N] [delay=0s]"
                    + " [lease=30s|max [key=TEXT] [hold=0s]] [req=N]",
            "Take the lock at once, or wait for it; several locks: all or none.",
            "wait",
            "mode",
            "permits",
            "delay",
            "lease",
            "key",
            "hold",
            "req"),
    EXTEND(
            1,
            1,
            "EXTEND name [token=N] key=TEXT lease=30s|max [req=N]",
            "Make the lease of a grant run for so long from now on; whoever has its key may.",
            "token",
            "key",
            "lease",
            "req"),
    RELEASE(
            1,
            ProtocolLimits.NAMES_MAX,
            "RELEASE name [name ...] [token=N] [key=TEXT [hold=0s]] [req=N]",
            "Release locks that you own, all or none, or a grant whose key you have.",
            "token",
            "key",
            "hold",
            "req"),
    CANCEL(0, 1, "CANCEL [#tag] [req=N]", "Cancel a waiting LOCK of yours.", "req"),
    STATUS(1, 1, "STATUS name [read=local|sync] [index=N]", "Show who owns the lock.", "read", "index"),
    WHO(1, 1, "WHO name [limit=100]", "List who holds the lock and who waits for it.", "limit"),
    HISTORY(
            1,
            1,
            "HISTORY name [at=TIME] [before=N] [limit=100]",
            "List who held the lock, newest first: all that is kept, or at a time.",
            "at",
            "before",
            "limit"),
    LIST(
            0,
            0,
            "LIST [prefix=TEXT] [after=NAME] [limit=100] [waiting=no|yes]",
            "List the locks that are held.",
            "prefix",
            "after",
            "limit",
            "waiting"),
    SESSIONS(
            0,
            1,
            "SESSIONS [number] [prefix=LABEL] [after=N] [limit=100]",
            "List the sessions, or what one of them holds and waits for.",
            "prefix",
            "after",
            "limit"),
    WATCH(
            0,
            1,
            "WATCH [name] [prefix=TEXT] [list=no|yes]",
            "Push the events of a lock, or of all locks with a prefix.",
            "prefix",
            "list"),
    UNWATCH(1, 1, "UNWATCH id", "End a watch."),
    FORCE(
            1,
            1,
            "FORCE name token=N reason=TEXT [operator=TEXT] [req=N]",
            "Break another client's grant, for operators; adds an audit record.",
            "token",
            "reason",
            "operator",
            "req"),
    REMOVE(
            1,
            1,
            "REMOVE N [way=exchange|replace|shrink] reason=TEXT [operator=TEXT]",
            "Remove server N from the cluster, for operators; adds an audit record.",
            "way",
            "reason",
            "operator"),
    TRANSFER(
            0,
            0,
            "TRANSFER [to=N] [operator=TEXT]",
            "Have the leader give leadership to another voting server, for operators.",
            "to",
            "operator"),
    USER(
            1,
            4,
            "USER LIST [after=NAME] | ADD name [admin=yes] | REMOVE name | ROTATE name [finish=yes]"
                    + " | QUOTA name kind N | SUBJECT name [text]",
            "List the users, or change one, for administrators.",
            "after",
            "admin",
            "finish"),
    ALLOW(2, 3, "ALLOW user right [prefix]", "Give a user a right over the locks with a prefix."),
    DENY(2, 3, "DENY user right [prefix]", "Take away what ALLOW gave."),
    SET(
            0,
            0,
            "SET map_bytes=SIZE reason=TEXT [operator=TEXT]",
            "Change a setting of the cluster, for operators; adds an audit record.",
            "map_bytes",
            "reason",
            "operator"),
    AUDIT(0, 0, "AUDIT [after=N] [limit=100]", "List what operators did, and what was refused.", "after", "limit"),
    BACKUP(0, 0, "BACKUP [part=0]", "Send a part of a backup of the whole lock map, for operators.", "part"),
    LOGLEVEL(0, 2, "LOGLEVEL [package level]", "Show or set how much this server logs, for operators."),
    WHOAMI(0, 0, "WHOAMI", "Show your client id, session and number of locks."),
    INFO(0, 0, "INFO [hash=no|yes]", "Describe this server.", "hash"),
    NODES(0, 0, "NODES", "List the servers of the cluster."),
    PING(0, 1, "PING [value] [confirm=no|yes]", "Answer PONG; keeps the session alive.", "confirm"),
    PONG(0, 1, "PONG [value]", "Answer a PING push; gets no reply."),
    HELP(0, 1, "HELP [verb]", "List the verbs, or describe one."),
    QUIT(0, 0, "QUIT", "End the session, release its locks, close the connection.");

    private static final Map<String, Verb> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Verb::name, verb -> verb));

    private final int valuesMin;
    private final int valuesMax;
    private final String usage;
    private final String help;
    // Set.copyOf made it, so it never changes; the checker cannot see that.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<String> optionKeys;

    Verb(int valuesMin, int valuesMax, String usage, String help, String... optionKeys) {
        this.valuesMin = valuesMin;
        this.valuesMax = valuesMax;
        this.usage = usage;
        this.help = help;
        this.optionKeys = Set.copyOf(List.of(optionKeys));
    }

    /** Returns the verb with this name, in any case; empty if there is none. */
    public static Optional<Verb> named(String name) {
        Verb verb = BY_NAME.get(name);
        return Optional.ofNullable(verb != null ? verb : BY_NAME.get(name.toUpperCase(Locale.ROOT)));
    }

    /** Returns the names of all verbs, in the order of the table. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Verb::name).toList();
    }

    /** Returns the error text for more names than {@code most}: mostly a name with spaces that lacks its quotes. */
    public String tooManyNames(List<String> names, int most) {
        String joined = String.join(" ", names);
        String shown = LockName.flawOf(joined).isEmpty() ? joined : "two words";
        String expected = most == 1 ? "one name expected" : "at most " + most + " names expected";
        return expected + "; quote names with spaces: " + this + " " + LineSyntax.quoted(shown);
    }

    /** Returns the error text for several names where a client may hold one lock. */
    public String overOneLock(List<String> names) {
        return "a client of this cluster may hold one lock; " + tooManyNames(names, 1);
    }

    /** Returns the fewest values that must follow the verb. */
    int valuesMin() {
        return valuesMin;
    }

    /** Returns the most values that may follow the verb. */
    int valuesMax() {
        return valuesMax;
    }

    /** Returns the keys of the options that the verb takes. */
    public Set<String> optionKeys() {
        return optionKeys;
    }

    /** Returns the form of the request, as HELP shows it. */
    public String usage() {
        return usage;
    }

    /** Returns one sentence about the verb, as HELP shows it. */
    public String help() {
        return help;
    }
}
