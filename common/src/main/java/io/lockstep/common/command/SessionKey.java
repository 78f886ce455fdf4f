package io.lockstep.common.command;

/** The secret of a session: 128 random bits. A client that has it can resume the session; it is never logged. */
public record SessionKey(long high, long low) {

    @Override
    public String toString() {
        return "SessionKey[secret]";
    }
}
