package io.lockstep.client.process;

import io.lockstep.program.Signals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;

/**
 * A command that runs as a child of this process, with its standard streams, and all processes that it starts. If the
 * system allows it, the child gets a session of its own, so that signals reach all of its processes.
 *
 * <p>These processes are found by parentage, by session and process group, and, if there is {@code /proc}, by a mark in
 * the environment, which every process inherits. A process is missed only if it has left the session, lost its parent
 * and removed the mark, or if it belongs to another user. For one thread, except for {@link #onEnd}.
 */
public final class ChildProcess {

    /** The variable that marks the processes of a child; in nested runs it holds several marks. */
    static final String MARK_VARIABLE = "LOCKSTEP_TREE";

    /** Signals that a terminal or a shutdown sends to a whole job; all others go to the command alone. */
    private static final Set<String> FOR_ALL = Set.of("INT", "TERM", "HUP", "TSTP", "CONT");

    private static final String STOPPED_FROM_TERMINAL = "TSTP";
    private static final long NO_GROUP = -1;

    private final Process process;
    private final String mark;
    private final boolean ownSession;

    /** All descendants seen so far, to recognize them after their parent is gone. */
    private final Map<Long, ProcessHandle> seen = new LinkedHashMap<>();

    private ChildProcess(Process process, String mark, boolean ownSession) {
        this.process = process;
        this.mark = mark;
        this.ownSession = ownSession;
        seen.put(process.pid(), process.toHandle());
    }

    /** A new, unique mark. */
    public static String newMark() {
        return String.format("%016x", ThreadLocalRandom.current().nextLong());
    }

    /**
     * Starts a command.
     *
     * @param mark one of {@link #newMark}
     * @param path where to look for helper programs
     * @param keepTerminal whether the command must stay in this process's group, because it may use the terminal
     * @throws IOException if it cannot be started
     */
    public static ChildProcess start(ChildCommand command, String mark, String path, boolean keepTerminal)
            throws IOException {
        List<String> prefix = !keepTerminal && ProcessTable.isThere() ? Executable.sessionPrefix(path) : List.of();
        String outer = System.getenv().getOrDefault(MARK_VARIABLE, "");
        Process process = command.with(Map.of(MARK_VARIABLE, outer.isEmpty() ? mark : outer + "/" + mark))
                .builder(prefix, path)
                .inheritIO()
                .start();
        return new ChildProcess(process, mark, !prefix.isEmpty());
    }

    /** Whether this machine has what it takes to pass on every signal, and to run a {@link Watchdog}. */
    public static boolean isGuarded() {
        return Kill.isThere();
    }

    public long pid() {
        return process.pid();
    }

    /** Whether the command is out of the terminal's reach, so that it gets signals from this process only. */
    public boolean isOwnSession() {
        return ownSession;
    }

    /**
     * Calls {@code exited} with the exit status when the command has ended, on a thread of its own. The status is 128+N
     * if signal N ended the command.
     */
    public void onEnd(IntConsumer exited) {
        Thread thread = new Thread(() -> exited.accept(exitStatus()), "lockstep-child");
        thread.setDaemon(true);
        thread.start();
    }

    private int exitStatus() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            // Nothing else interrupts this thread.
            throw new IllegalStateException(e);
        }
    }

    /**
     * Passes a signal on to the command, or to all of its processes. Without a shell on this machine TERM takes the
     * place of a signal that asks to end, and no other can be sent.
     */
    public void signal(String name) throws InterruptedException {
        List<Long> targets = List.of(ownSession && FOR_ALL.contains(name) ? -pid() : pid());
        if (!Kill.send(name, targets)) {
            Kill.sendByJdk(name, running());
            return;
        }
        if (ownSession
                && name.equals(STOPPED_FROM_TERMINAL)
                && !ProcessTable.handles(pid(), Signals.number(STOPPED_FROM_TERMINAL))) {
            // The system drops TSTP in a session without a terminal, where nothing would continue a stopped process.
            Kill.send("STOP", targets);
        }
    }

    /** The mark in the environment of all its processes. */
    public String mark() {
        return mark;
    }

    /**
     * The targets of a signal to all known processes: process ids, and the group as a negative number, each with a
     * colon and the start of the process, 0 if it is not known.
     */
    public List<String> targets() {
        List<String> targets = new ArrayList<>();
        if (ownSession) {
            targets.add("-" + Background.identity(pid()));
        }
        running().forEach(each -> targets.add(Background.identity(each.pid())));
        return targets;
    }

    /** The processes that run: the command and its descendants. */
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
