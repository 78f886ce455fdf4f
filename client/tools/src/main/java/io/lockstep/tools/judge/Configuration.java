package io.lockstep.tools.judge;

import java.math.BigInteger;

/**
 * One way in which what was seen so far may have come about: the lock's state, and what is used up.
 *
 * @param highest the highest token issued; if that has not been seen, the lowest it can have been
 * @param done which of the pending operations have their place in the order already, by slot
 * @param used which unanswered acquires of known sessions took effect, by index
 * @param anonymousUsed how many of the others did
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
     * Whether all that can follow upon {@code other} can follow upon this as well. Both hold in the same way.
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
