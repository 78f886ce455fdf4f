package io.lockstep.common.entry;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages bytes as a disk or a network might. */
public final class Damage {

    private Damage() {}

    /** Returns a copy with flipped bits or overwritten bytes, or with its end cut off or extended. */
    public static byte[] damage(byte[] bytes, SplittableRandom random) {
        byte[] damaged = bytes.clone();
        switch (random.nextInt(4)) {
            case 0 -> damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                int start = random.nextInt(damaged.length);
                int end = Math.min(damaged.length, start + 1 + random.nextInt(8));
                Arrays.fill(damaged, start, end, (byte) random.nextInt(256));
            }
            case 2 -> damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
            default -> damaged = Arrays.copyOf(damaged, damaged.length + 1 + random.nextInt(8));
        }
        return damaged;
    }
}
