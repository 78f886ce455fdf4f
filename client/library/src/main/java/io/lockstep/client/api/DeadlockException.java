package io.lockstep.client.api;

/** Waiting would have closed a cycle of sessions that wait for each other, so the request was refused. */
public final class DeadlockException extends LockNotAcquiredException {

    private final String cycle;

    DeadlockException(Refusal refusal, String cycle) {
        super(refusal + (cycle.isEmpty() ? "" : "; the circle is " + cycle), refusal);
        this.cycle = cycle;
    }

    /** The sessions and locks of the cycle, as the cluster names them. */
    public String cycle() {
        return cycle;
    }
}
