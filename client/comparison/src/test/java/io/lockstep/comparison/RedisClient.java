package io.lockstep.comparison;

import io.lockstep.comparison.Task.Work;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SET with NX and PX, then a script that deletes the key if it still has this client's value; or GET. */
final class RedisClient implements PeerClient {

    private static final String RELEASE =
            "if redis.call('get',KEYS[1]) == ARGV[1] then return redis.call('del',KEYS[1]) else return 0 end";

    private final ByteBuffer load = command("SCRIPT", "LOAD", RELEASE);
    private final ByteBuffer lock;
    private final ByteBuffer release;
    private final ByteBuffer get;
    private final Work work;
    private boolean loaded;
    private boolean held;

    RedisClient(String key, Work work) {
        this.work = work;
        this.lock = command("SET", key, key, "NX", "PX", "30000");
        this.release = command("EVALSHA", sha1(), "1", key, key);
        this.get = command("GET", key);
    }

    private static String sha1() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(RELEASE.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static ByteBuffer command(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    @Override
    public ByteBuffer next() {
        if (!loaded) {
            return load.rewind();
        }
        return work == Work.STATUS ? get.rewind() : held ? release.rewind() : lock.rewind();
    }

    @Override
    public boolean answered(ByteBuffer received) throws IOException {
        int end = received.limit();
        if (end < 2 || received.get(end - 1) != '\n') {
            return false;
        }
        byte first = received.get(0);
        if (!loaded) {
            loaded = first == '$';
        } else if (work != Work.STATUS) {
            boolean expected = held ? first == ':' && received.get(1) == '1' : first == '+';
            if (!expected) {
                throw new IOException("Redis answers " + StandardCharsets.US_ASCII.decode(received));
            }
            held = !held;
        }
        received.position(end);
        return true;
    }

    @Override
    public boolean isOpen() {
        return loaded;
    }

    @Override
    public boolean begins() {
        return work == Work.STATUS || held;
    }

    @Override
    public boolean atRest() {
        return !held;
    }
}
