package io.lockstep.client.api;

import io.lockstep.client.connection.DaemonThreads;
import io.lockstep.client.connection.TokenSource;
import io.lockstep.client.inspect.LockObserver;
import io.lockstep.client.session.SessionLabel;
import io.lockstep.client.session.SessionSettings;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.net.Sockets;
import io.lockstep.common.protocol.ProtocolLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link LockClient}. Immutable; each {@code with} method returns other settings.
 *
 * @param servers as {@code host:port}, tried in this order; one is enough, the client learns the others from it
 * @param ttl the lease: how long the cluster keeps the locks of a process that is silent, from 1 s to 1 h; other values
 *     are taken as the nearest of these
 * @param marginPercent how much earlier than the cluster the client regards a lock as lost, in percent of the lease
 * @param timeout how long a request may take, fail-over included; waiting for a lock is not counted; more than 24 h is
 *     taken as 24 h
 * @param label shown to clients that wait for this one; at most 255 bytes
 * @param tls how to prove and check identities; null for connections that are not encrypted
 * @param tokens where the token of the user comes from; asked before each connection
 * @param executor runs callbacks, and requests of {@code acquireAsync}, which may block for the timeout; null for
 *     threads that the client makes as it needs them
 * @param threads makes the threads of the client, which it names
 * @param observer hears what becomes of locks
 */
public record LockClientSettings(
        List<String> servers,
        Duration ttl,
        int marginPercent,
        Duration timeout,
        String label,
        @Nullable ClientTls tls,
        TokenSource tokens,
        @Nullable Executor executor,
        ThreadFactory threads,
        LockObserver observer) {

    /** Short enough for those that wait after a crash, long enough for a busy process to renew in time. */
    public static final Duration TTL_DEFAULT = Duration.ofSeconds(10);

    /** Longer than a fail-over takes. */
    public static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(10);

    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration TTL_MAX = Duration.ofMillis(ProtocolLimits.TTL_MILLIS_MAX);
    private static final Duration TIMEOUT_MAX = Duration.ofHours(24);

    /** Throws {@link IllegalArgumentException} if a value is out of bounds. */
    public LockClientSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("a client needs the address of a server");
        }
        servers.forEach(HostPort::parseServer);
        if (ttl.compareTo(LEAST) < 0 || timeout.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("ttl and timeout are at least one millisecond");
        }
        ttl = ttl.compareTo(TTL_MAX) < 0 ? ttl : TTL_MAX;
        timeout = timeout.compareTo(TIMEOUT_MAX) < 0 ? timeout : TIMEOUT_MAX;
        if (marginPercent < 0 || marginPercent > 90) {
            throw new IllegalArgumentException("the margin is a part of the lease, from 0 to 90 percent");
        }
        if (label.getBytes(StandardCharsets.UTF_8).length > ProtocolLimits.LABEL_BYTES_MAX
                || label.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a label has at most " + ProtocolLimits.LABEL_BYTES_MAX
                    + " bytes of UTF-8 and no control characters");
        }
    }

    /** The defaults: a lease of 10 s, regarded as lost 20 % early. {@code servers} as {@code host:port,host:port}. */
    public static LockClientSettings of(String servers) {
        return new LockClientSettings(
                Stream.of(servers.split(",", -1)).map(String::strip).toList(),
                TTL_DEFAULT,
                SessionSettings.MARGIN_PERCENT_DEFAULT,
                TIMEOUT_DEFAULT,
                SessionLabel.of(System.getProperty("user.name", "java")),
                null,
                TokenSource.NONE,
                null,
                new DaemonThreads(),
                LockObserver.NONE);
    }

    /** The same with another lease. */
    public LockClientSettings withTtl(Duration newTtl) {
        return new LockClientSettings(
                servers, newTtl, marginPercent, timeout, label, tls, tokens, executor, threads, observer);
    }

    /** The same with another margin. */
    public LockClientSettings withMarginPercent(int newMarginPercent) {
        return new LockClientSettings(
                servers, ttl, newMarginPercent, timeout, label, tls, tokens, executor, threads, observer);
    }

    /** The same with another timeout. */
    public LockClientSettings withTimeout(Duration newTimeout) {
        return new LockClientSettings(
                servers, ttl, marginPercent, newTimeout, label, tls, tokens, executor, threads, observer);
    }

    /** The same with a name, which makes the label {@code name@host[pid]}, cut to 255 bytes. Asks no name service. */
    public LockClientSettings withName(String name) {
        return withLabel(SessionLabel.of(name));
    }

    /** The same with this label. */
    public LockClientSettings withLabel(String newLabel) {
        return new LockClientSettings(
                servers, ttl, marginPercent, timeout, newLabel, tls, tokens, executor, threads, observer);
    }

    /** The same over TLS. Its files are read once for each client, when it connects. */
    public LockClientSettings withTls(ClientTls newTls) {
        return new LockClientSettings(
                servers, ttl, marginPercent, timeout, label, newTls, tokens, executor, threads, observer);
    }

    /** The same for the user with this token. Keeps a copy, which no {@link #toString} shows. */
    public LockClientSettings withToken(char[] token) {
        return withTokens(TokenSource.of(token));
    }

    /** The same for the user whose token is the first line of this file, which is read before each connection. */
    public LockClientSettings withTokenFile(Path file) {
        return withTokens(TokenSource.file(file));
    }

    /** The same for a user whose token comes from there. */
    public LockClientSettings withTokens(TokenSource newTokens) {
        return new LockClientSettings(
                servers, ttl, marginPercent, timeout, label, tls, newTokens, executor, threads, observer);
    }

    /**
     * The same with callbacks and requests without a caller's thread run there. It should not be bounded by less than a
     * few threads, since such a request may block for the timeout.
     */
    public LockClientSettings withExecutor(Executor newExecutor) {
        return new LockClientSettings(
                servers, ttl, marginPercent, timeout, label, tls, tokens, newExecutor, threads, observer);
    }

    /** The same with threads from there. They should be daemons, unless they are to keep the process alive. */
    public LockClientSettings withThreads(ThreadFactory newThreads) {
        return new LockClientSettings(
                servers, ttl, marginPercent, timeout, label, tls, tokens, executor, newThreads, observer);
    }

    /** The same with an observer, for metrics or tracing. */
    public LockClientSettings withObserver(LockObserver newObserver) {
        return new LockClientSettings(
                servers, ttl, marginPercent, timeout, label, tls, tokens, executor, threads, newObserver);
    }

    /** The settings of the session below, for other packages of the library. */
    public SessionSettings session() {
        List<HostPort> addresses =
                servers.stream().map(HostPort::parseServer).distinct().toList();
        return SessionSettings.fresh(addresses, ttl, timeout)
                .withMarginPercent(marginPercent)
                .withLabel(label)
                .over(tls == null ? Sockets.PLAIN : tls.sockets())
                .withTokens(tokens);
    }
}
