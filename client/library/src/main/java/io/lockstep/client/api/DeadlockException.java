package io.lockstep.client.api;

/** To wait would have closed a circle of sessions that wait for each other; so this one does not wait. */
public final class DeadlockException extends LockNotAcquiredException {

    private final String cycle;

    DeadlockException(Refusal refusal, String cycle) {
        super(refusal.toString(), refusal);
        this.cycle = cycle;
    }

    /** The sessions and locks of the circle, as the cluster names them. */
    public String cycle() {
        return cycle;
    }
}
