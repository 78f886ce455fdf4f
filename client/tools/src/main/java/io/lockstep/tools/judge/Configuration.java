package io.lockstep.tools.judge;

import java.math.BigInteger;

/**
 * One possible explanation of the history so far: the state of the lock, and the operations that have taken effect.
 *
 * @param highest the highest token issued; if no client has seen it, its lowest possible value
 * @param done the pending operations that already have a place in the order, by slot
 * @param used the acquires without an answer, of known sessions, that took effect, by index
 * @param anonymousUsed the number of anonymous acquires that took effect
 */
record Configuration(Holding holding, long highest, BigInteger done, BigInteger used, int anonymousUsed) {

    static final Configuration START = new Configuration(Holding.FREE, 0, BigInteger.ZERO, BigInteger.ZERO, 0);

    boolean isDone(int slot) {
        return done.testBit(slot);
    }

    Configuration with(Holding newHolding, long newHighest) {
        return new Configuration(newHolding, newHighest, done, used, anonymousUsed);
    }

    Configuration withDone(int slot) {
        return new Configuration(holding, highest, done.setBit(slot), used, anonymousUsed);
    }

    Configuration withoutDone(int slot) {
        return new Configuration(holding, highest, done.clearBit(slot), used, anonymousUsed);
    }

    Configuration withUsed(int acquire) {
        return new Configuration(holding, highest, done, used.setBit(acquire), anonymousUsed);
    }

    Configuration withAnonymousUsed() {
        return new Configuration(holding, highest, done, used, anonymousUsed + 1);
    }

    /**
     * Whether everything that can follow {@code other} can also follow this. Both must hold the lock in the same way.
     *
     * @param changes the slots of the pending operations that change the state
     */
    boolean covers(Configuration other, BigInteger changes) {
        return highest <= other.highest
                && anonymousUsed <= other.anonymousUsed
                && holding.candidates() >= other.holding.candidates()
                && used.andNot(other.used).signum() == 0
                && other.done.andNot(done).signum() == 0
                && done.xor(other.done).and(changes).signum() == 0;
    }
}
