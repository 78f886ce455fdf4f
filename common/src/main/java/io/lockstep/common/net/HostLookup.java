package io.lockstep.common.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Asks the name service for the addresses of hosts. A name service may not answer for many seconds, so a thread of its
 * own asks, and nobody waits longer than they want to: meanwhile the last known addresses are used. Any thread.
 */
public final class HostLookup {

    /** The name service of the system. */
    public static final HostLookup SYSTEM = new HostLookup(InetAddress::getAllByName);

    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

    /** More names than that are asked for only by mistake; then nothing is remembered. */
    private static final int NAMES_MAX = 1_000;

    private final Source source;
    private final Map<String, List<InetAddress>> known = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<List<InetAddress>>> asked = new ConcurrentHashMap<>();

    /** Where addresses come from. May block. */
    public interface Source {

        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** A lookup of its own, which knows nothing yet. */
    public HostLookup(Source source) {
        this.source = source;
    }

    /**
     * All addresses of the host, in the order of the name service; the last known ones if it does not answer in time.
     *
     * @throws IOException if there are none; the message is a clause for the user
     */
    public List<InetAddress> addresses(String host, Duration timeout) throws IOException {
        if (isLiteral(host)) {
            return List.of(InetAddress.getByName(host));
        }
        CompletableFuture<List<InetAddress>> answer = asked.computeIfAbsent(host, this::begin);
        List<InetAddress> before = known.getOrDefault(host, List.of());
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException noSuchHost) {
            if (before.isEmpty()) {
                throw new UnknownHostException("no such host");
            }
            return before;
        } catch (TimeoutException late) {
            if (before.isEmpty()) {
                throw new IOException("the name service does not answer", late);
            }
            return before;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Whether the text is an address and no name, so that nobody needs to be asked. */
    public static boolean isLiteral(String host) {
        return host.contains(":") || IPV4.matcher(host).matches();
    }

    private CompletableFuture<List<InetAddress>> begin(String host) {
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> ask(host, answer), "lockstep-lookup-" + host);
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    private void ask(String host, CompletableFuture<List<InetAddress>> answer) {
        try {
            List<InetAddress> found = List.of(source.addresses(host));
            if (known.size() < NAMES_MAX) {
                known.put(host, found);
            }
            asked.remove(host);
            answer.complete(found);
        } catch (UnknownHostException | RuntimeException e) {
            asked.remove(host);
            answer.completeExceptionally(e);
        }
    }
}
