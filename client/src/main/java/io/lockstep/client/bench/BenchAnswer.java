package io.lockstep.client.bench;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of a server. The lines of a load that goes well are told apart by their bytes, without an object for each;
 * any other is parsed. One object is filled again and again, by one thread.
 */
final class BenchAnswer {

    private static final byte[] OK = bytes("OK ");
    private static final byte[] HELD = bytes("ERR HELD ");
    private static final byte[] QUEUED = bytes("* QUEUED ");
    private static final byte[] TOKEN = bytes(" token=");
    private static final byte[] STATE = bytes(" state=");
    private static final int DIGITS_MAX = 18;
    private static final int TAG_DIGITS_MAX = 9;

    private byte[] line = new byte[0];
    private int from;
    private int to;
    private int client;
    private boolean ok;
    private boolean held;
    private boolean queued;
    private @Nullable ServerLine parsed;

    /** Takes a line without its line end; returns whether it is one of the protocol. */
    boolean read(byte[] bytes, int lineFrom, int lineTo) {
        line = bytes;
        from = lineFrom;
        to = lineTo;
        parsed = null;
        client = 0;
        if (from < to && line[from] == '#' && !readTag()) {
            return false;
        }
        ok = starts(OK);
        held = starts(HELD);
        queued = starts(QUEUED);
        if (!ok && !held && !queued) {
            String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
            Optional<ServerLine> found = ReplyParser.parse(text);
            parsed = found.orElse(null);
            return found.isPresent();
        }
        return true;
    }

    /** The tag of this benchmark's requests is the number of the client on its connection. */
    private boolean readTag() {
        int at = from + 1;
        while (at < to && at - from <= TAG_DIGITS_MAX && isDigit(line[at])) {
            client = client * 10 + line[at] - '0';
            at++;
        }
        boolean tag = at > from + 1 && at < to && line[at] == ' ';
        from = at + 1;
        return tag;
    }

    /** Whether the line ends the answer to a request. */
    boolean isReply() {
        ServerLine other = parsed;
        return ok || held || (other != null && other.isReply());
    }

    /** The number in the tag; 0 without one. */
    int client() {
        return client;
    }

    boolean isOk() {
        return ok;
    }

    /** Whether the request was refused because another client holds the lock. */
    boolean isHeld() {
        return held;
    }

    /** Whether the answer tells the state of a lock. */
    boolean hasState() {
        return find(STATE) >= 0;
    }

    /** The fencing token that the line names; 0 if it names none. */
    long token() {
        ServerLine other = parsed;
        if (other != null) {
            return other.number("token", 0);
        }
        int at = find(TOKEN);
        long token = 0;
        for (int digits = 0; at >= 0 && at < to && digits < DIGITS_MAX && isDigit(line[at]); digits++) {
            token = token * 10 + line[at] - '0';
            at++;
        }
        return token;
    }

    /** The word after {@code OK}, the code after {@code ERR}, or the event of a push. */
    String word() {
        ServerLine other = parsed;
        if (other != null) {
            return other.word();
        }
        return ok ? "OK" : held ? ErrorCode.HELD.name() : "QUEUED";
    }

    /** The reason of a push; empty if there is none. */
    String reason() {
        ServerLine other = parsed;
        return other == null ? "" : other.options().getOrDefault("reason", "");
    }

    /** The code of a refusal that this version knows; else null. */
    @Nullable
    ErrorCode code() {
        ServerLine other = parsed;
        return held ? ErrorCode.HELD : other == null ? null : other.errorCode().orElse(null);
    }

    private boolean starts(byte[] what) {
        return matches(what, from);
    }

    /** The place behind the first occurrence; -1 if there is none. */
    private int find(byte[] what) {
        for (int at = from; at <= to - what.length; at++) {
            if (matches(what, at)) {
                return at + what.length;
            }
        }
        return -1;
    }

    private boolean matches(byte[] what, int at) {
        if (to - at < what.length) {
            return false;
        }
        for (int i = 0; i < what.length; i++) {
            if (line[at + i] != what[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(byte each) {
        return each >= '0' && each <= '9';
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
