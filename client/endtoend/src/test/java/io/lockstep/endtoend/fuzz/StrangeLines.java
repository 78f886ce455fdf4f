package io.lockstep.endtoend.fuzz;

import io.lockstep.common.protocol.Verb;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Lines for a server, each with its line end: valid requests, requests with bytes changed, removed, repeated or joined,
 * and noise. The same seed gives the same lines.
 */
final class StrangeLines {

    private static final Verb[] VERBS = Verb.values();
    private static final List<String> NAMES = List.of(
            "a",
            "\"Lock 1\"",
            "\"\"",
            "\"a\\u{202e}b\"",
            "\"not closed",
            "K\u00f6ln",
            "n".repeat(255),
            "n".repeat(256),
            "a=b",
            "'");
    private static final List<String> KEYS = List.of(
            ("ttl client session key index wait mode permits delay req token read limit prefix after list reason"
                            + " operator way part hash nosuchkey")
                    .split(" "));
    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "-1",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999",
            "0s",
            "1s",
            "250ms",
            "2s",
            "999999999h",
            "exclusive",
            "shared",
            "yes",
            "no",
            "sync",
            "local",
            "exchange",
            "\"x y\"",
            "\"\\q\"",
            "",
            "\"",
            "00000000000000000000000000000000",
            "#1");

    private static final int NOISE_BYTES_MAX = 300;
    private static final int LONG_BYTES = 5_000;

    private final SplittableRandom random;
    private byte[] last = {};

    StrangeLines(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The next line. It never removes a server of a small cluster, which any client may do. */
    byte[] next() {
        byte[] line;
        do {
            line = switch (random.nextInt(10)) {
                case 0 -> noise(random.nextInt(NOISE_BYTES_MAX));
                case 1, 2, 3 -> request().getBytes(StandardCharsets.UTF_8);
                case 4 -> random.nextInt(100) == 0 ? noise(LONG_BYTES) : joined(last, request());
                default -> mutated(request().getBytes(StandardCharsets.UTF_8));
            };
        } while (removesAServer(line));
        last = line;
        byte[] ended = Arrays.copyOf(line, line.length + 1);
        ended[line.length] = '\n';
        return ended;
    }

    private String request() {
        Verb verb = VERBS[random.nextInt(VERBS.length)];
        StringBuilder line = new StringBuilder(random.nextInt(3) == 0 ? "#" + random.nextInt(100) + " " : "");
        line.append(random.nextInt(8) == 0 ? verb.name().toLowerCase(Locale.ROOT) : verb.name());
        int names = random.nextInt(4) == 0 ? random.nextInt(20) : random.nextInt(2);
        for (int i = 0; i < names; i++) {
            line.append(' ').append(random.nextInt(3) == 0 ? "r" + random.nextInt(50) : one(NAMES));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            String key = one(KEYS);
            // A session of strangers ends soon: they would use up the numbers of sessions otherwise.
            String value = key.equals("ttl") ? "1s" : one(VALUES);
            line.append(' ').append(key).append('=').append(value);
        }
        return line.toString();
    }

    private byte[] mutated(byte[] line) {
        byte[] changed = line.clone();
        for (int i = 1 + random.nextInt(4); i > 0 && changed.length > 0; i--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(4)) {
                case 0 -> changed[at] = (byte) random.nextInt(256);
                case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> changed = spliced(changed, at, at + 1 + random.nextInt(changed.length - at), new byte[0]);
                default -> changed = spliced(changed, at, at, noise(random.nextInt(8)));
            }
        }
        return changed;
    }

    private static byte[] spliced(byte[] whole, int from, int to, byte[] between) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(whole, 0, from);
        bytes.writeBytes(between);
        bytes.write(whole, to, whole.length - to);
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[] before, String after) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(before, 0, Math.min(before.length, NOISE_BYTES_MAX));
        bytes.write('\n');
        bytes.writeBytes(after.getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static boolean removesAServer(byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
        return text.contains("REMOVE") && text.matches("(?s).*[1-9].*");
    }
}
