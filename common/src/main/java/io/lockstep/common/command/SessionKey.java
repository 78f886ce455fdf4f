package io.lockstep.common.command;

/** A session's secret: 128 random bits. Whoever knows it may take the session up; it is never printed in a log. */
public record SessionKey(long high, long low) {

    @Override
    public String toString() {
        return "SessionKey[secret]";
    }
}
