package io.lockstep.follower.http;

/** The bounds of the HTTP port. Some are settings of the JDK's server, which reads them when its first one is made. */
public final class HttpLimits {

    /** Most connections, each with at most one request and one thread. Further ones are closed at once. */
    private static final int CONNECTIONS_MAX = 128;

    private static final int CONNECTIONS_MIN = 16;
    private static final int FILES_PER_CONNECTION = 8;

    /** A request that has not arrived as a whole by then is given up, and so is a connection that sends nothing. */
    static final int REQUEST_SECONDS_MAX = 5;

    /** A connection that waits for its next request is closed after this time. */
    static final int IDLE_SECONDS_MAX = 30;

    /** A reply that was not read as a whole by then is cut off, also one that goes on. */
    public static final int RESPONSE_SECONDS_MAX = 300;

    /** Longest body of a request. */
    static final int BODY_BYTES_MAX = 16 * 1024;

    private static final int HEADER_BYTES_MAX = 16 * 1024;
    private static final int HEADERS_MAX = 64;

    private HttpLimits() {}

    /** How many connections a process may have that may open so many files. */
    public static int connectionsMax(long files) {
        return (int) Math.max(CONNECTIONS_MIN, Math.min(CONNECTIONS_MAX, files / FILES_PER_CONNECTION));
    }

    /**
     * How many requests of a lane may be under way. Half of the connections may wait for events, and an eighth may have
     * work done, so the rest is there for health.
     */
    static int room(HttpRoute.Lane lane, int connections) {
        return switch (lane) {
            case HEALTH -> connections;
            case WORK -> connections / 8;
            case STREAM -> connections / 2;
        };
    }

    /** Sets the bounds of the JDK's server. Call it before the first one is made. */
    static void apply(int connections) {
        set("jdk.httpserver.maxConnections", connections);
        set("sun.net.httpserver.maxIdleConnections", connections);
        set("sun.net.httpserver.maxReqTime", REQUEST_SECONDS_MAX);
        set("sun.net.httpserver.maxRspTime", RESPONSE_SECONDS_MAX);
        set("sun.net.httpserver.idleInterval", IDLE_SECONDS_MAX);
        set("sun.net.httpserver.maxReqHeaders", HEADERS_MAX);
        set("sun.net.httpserver.maxReqHeaderSize", HEADER_BYTES_MAX);
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static void set(String property, int value) {
        System.setProperty(property, Integer.toString(value));
    }
}
