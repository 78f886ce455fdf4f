package io.lockstep.common.access;

/** The SHA-256 of a token, in four parts of 64 bits, the highest first. The token itself is nowhere in a cluster. */
public record TokenHash(long first, long second, long third, long fourth) {

    /** Returns whether both are the same. Takes the same time wherever they differ. */
    public boolean matches(TokenHash other) {
        return ((first ^ other.first) | (second ^ other.second) | (third ^ other.third) | (fourth ^ other.fourth)) == 0;
    }
}
