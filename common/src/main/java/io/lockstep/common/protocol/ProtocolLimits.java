package io.lockstep.common.protocol;

/** The named bounds of the line protocol. {@code docs/PROTOCOL.md} lists them with their meaning. */
public final class ProtocolLimits {

    /** The version that the greeting and HELLO name. */
    public static final int VERSION = 1;

    /** Longest line either way, in bytes with its line end. */
    public static final int LINE_BYTES_MAX = 4096;

    /** Most unanswered requests of one connection. Further requests are left unread until one is answered. */
    public static final int IN_FLIGHT_MAX = 128;

    /** A server answers each request within this time, apart from a LOCK that waits. */
    public static final long ANSWER_MILLIS_MAX = 5_000;

    /** Longest tag, in characters after the {@code #}. */
    public static final int TAG_LENGTH_MAX = 16;

    /** Longest verb. */
    public static final int VERB_LENGTH_MAX = 16;

    /** Longest option key. */
    public static final int KEY_LENGTH_MAX = 32;

    /** Longest client label, operator's name or reason, in bytes of UTF-8. */
    public static final int LABEL_BYTES_MAX = 255;

    /** Most names in one LOCK or RELEASE. */
    public static final int NAMES_MAX = 16;

    /** Longest time that a LOCK may wait, in milliseconds. */
    public static final long WAIT_MILLIS_MAX = 24 * 3_600_000L;

    /** Longest lock-delay, in milliseconds. */
    public static final long DELAY_MILLIS_MAX = 60_000;

    /** Longest time for which a lock stays blocked after a grant with its own lease was released, in milliseconds. */
    public static final long HOLD_MILLIS_MAX = 24 * 3_600_000L;

    /** Smallest bound of the lock map, in bytes: room for some thousand locks. */
    public static final long MAP_BYTES_MIN = 1 << 20;

    /** Most watches of one connection. */
    public static final int WATCHES_MAX = 64;

    /** Longest value of a PING, in bytes of UTF-8. */
    public static final int PING_BYTES_MAX = 255;

    /** Most rows of one LIST, WHO, HISTORY or AUDIT. */
    public static final int LIST_ROWS_MAX = 1000;

    /** No further row of a LIST, WHO, HISTORY or AUDIT is sent after so many characters: the client asks again. */
    public static final int ROWS_LENGTH_MAX = 32 * 1024;

    /** No further row of a WATCH is sent after so many characters: most watchers need no second request. */
    public static final int WATCH_ROWS_LENGTH_MAX = 128 * 1024;

    /** Rows of a LIST, WHO, HISTORY or AUDIT without {@code limit=}. */
    public static final int LIST_ROWS_DEFAULT = 100;

    /** Shortest lease, in milliseconds; a shorter one is raised to this. */
    public static final long TTL_MILLIS_MIN = 1_000;

    /** Longest lease, in milliseconds; a longer one is cut to this. */
    public static final long TTL_MILLIS_MAX = 3_600_000;

    /** The lease of a session that specifies none, in milliseconds. */
    public static final long TTL_MILLIS_DEFAULT = 10_000;

    private ProtocolLimits() {}
}
