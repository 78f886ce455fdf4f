package io.lockstep.client.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;

/**
 * A command that runs as a child of this process, with its standard streams, and all that it has started itself. Where
 * the system allows it, the child is a session of its own, so that signals reach the whole of it.
 *
 * <p>What it has started is found by parentage, by session and process group, and, where there is {@code /proc}, by a
 * mark in the environment that every process inherits. So a process is missed only if it has left the session, lost its
 * parent and removed the mark; or if it is another user's. For one thread, but for {@link #onEnd}.
 */
public final class ChildProcess {

    /** The variable that marks what belongs to a child; within a run within a run it has several marks. */
    static final String MARK_VARIABLE = "LOCKSTEP_TREE";

    /** What a terminal, or a system that shuts down, sends to all of a job; the others are for the command alone. */
    private static final Set<String> FOR_ALL = Set.of("INT", "TERM", "HUP", "TSTP", "CONT");

    private static final String STOPPED_FROM_TERMINAL = "TSTP";
    private static final String SESSION_PROGRAM = "setsid";
    private static final long NO_GROUP = -1;

    private final Process process;
    private final String mark;
    private final boolean ownSession;

    /** All that were seen, to be known again when their parent is gone. */
    private final Map<Long, ProcessHandle> seen = new LinkedHashMap<>();

    private ChildProcess(Process process, String mark, boolean ownSession) {
        this.process = process;
        this.mark = mark;
        this.ownSession = ownSession;
        seen.put(process.pid(), process.toHandle());
    }

    /** A mark that no other command has. */
    public static String newMark() {
        return String.format("%016x", ThreadLocalRandom.current().nextLong());
    }

    /**
     * Starts a command, without a shell.
     *
     * @param mark one of {@link #newMark}
     * @param variables added to this process's environment
     * @param keepTerminal whether it must stay in this process's group, because it may use the terminal
     * @throws IOException if it cannot be started
     */
    public static ChildProcess start(
            List<String> command, Map<String, String> variables, String mark, boolean keepTerminal) throws IOException {
        Map<String, String> own = System.getenv();
        boolean ownSession = !keepTerminal
                && ProcessTable.isThere()
                && Executable.of(SESSION_PROGRAM, own.getOrDefault("PATH", "")) == Executable.RUNNABLE;
        List<String> whole = new ArrayList<>(ownSession ? List.of(SESSION_PROGRAM) : List.of());
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole).inheritIO();
        builder.environment().putAll(variables);
        builder.environment().merge(MARK_VARIABLE, mark, (outer, inner) -> outer + "/" + inner);
        return new ChildProcess(builder.start(), mark, ownSession);
    }

    public long pid() {
        return process.pid();
    }

    /** Whether it is out of the terminal's reach, so that nobody but this process passes signals on to it. */
    public boolean isOwnSession() {
        return ownSession;
    }

    /**
     * Tells the exit status once the command has ended, on a thread of its own: 128 and the number of the signal that
     * did it.
     */
    public void onEnd(IntConsumer told) {
        Thread thread = new Thread(() -> told.accept(exitStatus()), "lockstep-child");
        thread.setDaemon(true);
        thread.start();
    }

    private int exitStatus() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            // Nobody else has this thread.
            throw new IllegalStateException(e);
        }
    }

    /** Passes a signal on, to the command or to all that came of it. */
    public void signal(String name) throws InterruptedException {
        List<Long> targets = List.of(ownSession && FOR_ALL.contains(name) ? -pid() : pid());
        Kill.send(name, targets);
        if (ownSession
                && name.equals(STOPPED_FROM_TERMINAL)
                && !ProcessTable.handles(pid(), Signals.number(STOPPED_FROM_TERMINAL))) {
            // In a session without a terminal the system drops TSTP, so that nothing stops that has nobody to continue
            // it.
            Kill.send("STOP", targets);
        }
    }

    /** What all of it has in its environment, and nothing else has. */
    public String mark() {
        return mark;
    }

    /**
     * What to send a signal to in order to reach all that is known of: process ids, and the group as a negative one.
     */
    public List<Long> targets() {
        List<Long> targets = new ArrayList<>();
        if (ownSession) {
            targets.add(-pid());
        }
        running().forEach(each -> targets.add(each.pid()));
        return targets;
    }

    /** The command, if it has not ended, and all that came of it and has not ended. */
    public List<ProcessHandle> running() {
        process.descendants().forEach(this::see);
        ProcessTable.members(ownSession ? pid() : NO_GROUP, MARK_VARIABLE, mark)
                .forEach(pid -> ProcessHandle.of(pid).ifPresent(this::see));
        seen.values().removeIf(each -> !isRunning(each));
        return List.copyOf(seen.values());
    }

    private void see(ProcessHandle handle) {
        seen.put(handle.pid(), handle);
    }

    static boolean isRunning(ProcessHandle handle) {
        return handle.isAlive() && !ProcessTable.hasEnded(handle.pid());
    }
}
