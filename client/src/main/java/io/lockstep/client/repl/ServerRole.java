package io.lockstep.client.repl;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The role of the server that the shell talks to, for the prompt. No server tells its clients when that changes, so a
 * thread asks every second while the shell waits for a line.
 */
final class ServerRole implements AutoCloseable {

    private static final long INTERVAL_MILLIS = 1_000;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final ClientSession session;
    private final Runnable onChange;
    private final Thread thread = new Thread(this::watch, "lockstep-role");

    /** What was answered last. */
    private volatile Known known = new Known("", "");

    /** @param address of the server; empty if none has answered */
    private record Known(String address, String role) {}

    /** @param onChange called when the role has changed, not on the caller's thread */
    ServerRole(ClientSession session, Runnable onChange) {
        this.session = session;
        this.onChange = onChange;
        thread.setDaemon(true);
    }

    /** {@code leader} or {@code follower}, as last told by the present server; empty if it has told none. */
    String now() {
        Known last = known;
        return last.address().equals(address()) ? last.role() : session.role();
    }

    /** Asks the present server. Starts to ask from time to time. Blocks briefly. */
    void refresh() throws InterruptedException {
        ask();
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
                String before = now();
                ask();
                if (!now().equals(before)) {
                    onChange.run();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() throws InterruptedException {
        String at = address();
        if (at.isEmpty()) {
            return;
        }
        CallOutcome outcome = session.call(Call.of(Verb.INFO), PATIENCE);
        if (outcome instanceof CallOutcome.Answered answered && at.equals(address())) {
            answered.reply().rows().stream()
                    .map(row -> row.option("role"))
                    .filter(role -> role != null)
                    .findFirst()
                    .ifPresent(role -> known = new Known(at, role));
        }
    }

    private String address() {
        HostPort present = session.address();
        return present == null ? "" : present.toString();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
