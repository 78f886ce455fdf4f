package io.lockstep.client.cli;

import io.lockstep.common.protocol.LineSyntax;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A server that answers every request with values that a terminal would obey, or that read as something else there.
 * Each connection has a thread of its own.
 */
final class HostileServer implements AutoCloseable {

    /** What no terminal must be shown: ESC, BEL, CR, LF, CSI and NEL as one character, bidirectional controls. */
    static final String FORBIDDEN =
            "\u001b\u0007\r\n\u009b\u0085\u2028\u2029\u202e\u202a\u2066\u2069\u200e\u200f\u061c";

    private static final String EVIL = "x" + FORBIDDEN + "[31m granted: y";

    /** Options whose value is a text that the client shows. */
    private static final List<String> TEXTS = List.of(
            ("owner label address server role since mode permits holders waiting remaining n at way restored_cluster"
                            + " restored_index owner_address operator from reason session client name key version hash"
                            + " cycle lease held pos waited silent missing leaving storage limit msg fact")
                    .split(" "));

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final boolean refuses;
    private final List<String> hellos = new CopyOnWriteArrayList<>();
    private final AtomicInteger watches = new AtomicInteger();

    /** @param refuses whether it answers with errors */
    HostileServer(boolean refuses) throws IOException {
        this.refuses = refuses;
        start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** The requests that opened or resumed a session. */
    List<String> hellos() {
        return hellos;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "hostile server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                start(() -> serve(client));
            }
        } catch (SocketException closed) {
            // The test is over.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket client) {
        try (client) {
            say(client, "* LOCKSTEP 1 server=1 role=leader maxline=4096");
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                if (words[1].equals("HELLO")) {
                    hellos.add(line);
                }
                answer(client, words[0], words[1].toUpperCase(Locale.ROOT));
            }
        } catch (IOException gone) {
            // The client has what it came for.
        }
    }

    private void answer(Socket client, String tag, String verb) throws IOException {
        switch (verb) {
            case "HELLO" -> say(client, tag + " OK HELLO client=7 session=9 key=k ttl=30s server=1 role=" + evil());
            case "PONG", "UNWATCH" -> {}
            case "WATCH" -> {
                // The second WATCH, after the gap, is refused, which ends the command.
                boolean again = refuses || watches.getAndIncrement() > 0;
                say(client, tag + (again ? " ERR " + evil() : " OK WATCH id=3") + texts());
                for (String word :
                        again ? new String[0] : "GRANTED RELEASED EXPIRED QUEUED UNQUEUED NEWS GAP".split(" ")) {
                    say(client, "* " + word + " " + evil() + " watch=3" + texts());
                }
            }
            default -> {
                say(client, "* QUEUED " + evil() + texts());
                say(client, "* LOST " + evil() + texts());
                say(client, tag + " - " + evil() + texts() + " token=5 state=held");
                say(client, tag + (refuses ? refusal(verb) : " OK " + verb) + " " + evil() + texts() + end());
            }
        }
    }

    private static String refusal(String verb) {
        return switch (verb) {
            case "LOCK" -> " ERR HELD";
            case "RELEASE" -> " ERR NOT_OWNER";
            case "STATUS" -> " ERR DEADLOCK";
            case "LIST" -> " ERR MODE";
            case "WHO" -> " ERR ALREADY";
            case "FORCE" -> " ERR BAD_ARGS";
            case "NODES" -> " ERR LIMIT";
            case "AUDIT" -> " ERR " + evil();
            case "SET" -> " ERR DENIED";
            case "USER", "ALLOW", "DENY" -> " ERR USERS";
            default -> " ERR OUTCOME_UNKNOWN";
        };
    }

    private static String end() {
        return " token=5 state=held done=yes more=no";
    }

    private static String texts() {
        return TEXTS.stream().map(key -> " " + key + "=" + evil()).collect(Collectors.joining());
    }

    /** Quoted as the grammar wants it, which forbids the controls of ASCII only. */
    private static String evil() {
        StringBuilder text = new StringBuilder("\"");
        EVIL.chars().forEach(c -> text.append(c < ' ' ? "\\u{" + Integer.toHexString(c) + "}" : Character.toString(c)));
        return text.append('"').toString();
    }

    /** How the client shows it. */
    static String shown() {
        return LineSyntax.shown(EVIL);
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
