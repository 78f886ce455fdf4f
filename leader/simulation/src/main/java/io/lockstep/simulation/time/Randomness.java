package io.lockstep.simulation.time;

import java.util.List;
import java.util.SplittableRandom;

/** Random choices drawn from a seed. */
public final class Randomness {

    private final SplittableRandom random;

    /** Makes a source whose choices depend on the seed only. */
    public Randomness(long seed) {
        this(new SplittableRandom(seed));
    }

    private Randomness(SplittableRandom random) {
        this.random = random;
    }

    /** Returns an independent source of choices, so that one part of a simulation does not disturb another. */
    public Randomness split() {
        return new Randomness(random.split());
    }

    /** Returns true with this probability. */
    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Draws from {@code low} to {@code high}, both included. */
    public long between(long low, long high) {
        return random.nextLong(low, high + 1);
    }

    /** Draws from {@code low} to {@code high}, both included. */
    public int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** Draws from 0 to 1. */
    public double fraction() {
        return random.nextDouble();
    }

    /** Draws any number of 64 bits. */
    public long anyLong() {
        return random.nextLong();
    }

    /** Draws one of the choices. */
    public <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Draws a delay: mostly up to twice {@code typical}; one in fifty is up to forty times {@code typical}. */
    public long delay(long typical) {
        return random.nextInt(50) == 0 ? between(0, 40 * typical) : between(0, 2 * typical);
    }
}
