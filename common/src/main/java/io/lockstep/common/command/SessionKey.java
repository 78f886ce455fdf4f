package io.lockstep.common.command;

/** The secret of a session: 128 random bits. A client that has it can resume the session; it is never logged. */
public record SessionKey(long high, long low) {

    /** Returns the key of a session that nobody can resume. No other session has it. */
    public static SessionKey none(long session) {
        return new SessionKey(0, session);
    }

    @Override
    public String toString() {
        return "SessionKey[secret]";
    }
}
