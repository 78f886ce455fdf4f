package io.lockstep.client.cli;

import io.lockstep.client.admin.AdminCommand;
import java.util.List;
import java.util.Locale;

/**
 * The commands of the program, in the order of its help. To prepare one for the parser takes some milliseconds, so a
 * program that runs one command prepares no other.
 */
enum Subcommand {
    LOCK(LockCommand.class),
    EXTEND(ExtendCommand.class),
    RELEASE(ReleaseCommand.class, "unlock"),
    RUN(RunCommand.class),
    STATUS(StatusCommand.class),
    WHO(WhoCommand.class),
    HISTORY(HistoryCommand.class),
    LIST(ListCommand.class, "ls"),
    SESSIONS(SessionsCommand.class),
    WATCH(WatchCommand.class),
    WHOAMI(WhoamiCommand.class),
    NODES(NodesCommand.class),
    INFO(InfoCommand.class),
    PING(PingCommand.class),
    TOP(TopCommand.class),
    MAPS(MapsCommand.class, "hash"),
    ADMIN(AdminCommand.class),
    BENCH(BenchCommand.class);

    static final List<Subcommand> ALL = List.of(values());

    private final Class<?> command;
    private final String alias;

    Subcommand(Class<?> command) {
        this(command, "");
    }

    Subcommand(Class<?> command, String alias) {
        this.command = command;
        this.alias = alias;
    }

    /** All that one of these words may call. */
    static List<Subcommand> among(List<String> words) {
        return ALL.stream().filter(each -> each.isAmong(words)).toList();
    }

    private boolean isAmong(List<String> words) {
        return words.contains(name().toLowerCase(Locale.ROOT)) || (!alias.isEmpty() && words.contains(alias));
    }

    /** The class that does it. */
    Class<?> command() {
        return command;
    }
}
