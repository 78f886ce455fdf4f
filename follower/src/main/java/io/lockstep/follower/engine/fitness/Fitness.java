package io.lockstep.follower.engine.fitness;

/**
 * Whether this server may lead. Set by the {@link FitnessWatch}, asked by the wire and by the engine's node. Safe for
 * any thread; never blocks.
 */
public final class Fitness {

    private volatile boolean standingAside;
    private volatile boolean silent;

    /** Whether this server must not be elected: it asks for no vote and refuses to be made leader. */
    public boolean standsAside() {
        return standingAside;
    }

    /**
     * Whether this server must not act as the leader any longer: it sends neither entries nor heartbeats, so the others
     * elect another leader even if this one cannot step down.
     */
    public boolean isSilent() {
        return silent;
    }

    void standAside() {
        standingAside = true;
    }

    void fallSilent() {
        silent = true;
    }

    void restore() {
        silent = false;
        standingAside = false;
    }
}
