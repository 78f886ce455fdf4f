package io.lockstep.common.protocol;

import io.lockstep.common.lock.LockName;
import io.lockstep.common.lock.SessionKey;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a client's line. Never throws, whatever the line. */
public final class RequestParser {

    private static final ParsedLine BLANK = new ParsedLine.Blank();
    private static final long WAIT_MILLIS_MAX = 24 * 3_600_000L;

    private RequestParser() {}

    /** What the line says. {@code line} is without its line end. */
    public static ParsedLine parse(String line) {
        LineLexer lexer = new LineLexer(line);
        if (lexer.atEnd()) {
            return BLANK;
        }
        String tag = "";
        try {
            tag = lexer.tag();
            return new ParsedLine.Accepted(tag, request(lexer));
        } catch (LineFlaw flaw) {
            return new ParsedLine.Malformed(tag, flaw.code(), flaw.message());
        }
    }

    private static Request request(LineLexer lexer) throws LineFlaw {
        if (lexer.atEnd()) {
            throw LineFlaw.format("a verb is expected after the tag");
        }
        String word = lexer.run();
        if (!LineSyntax.isVerb(word)) {
            throw LineFlaw.format("a line begins with a verb; HELP lists them");
        }
        Verb verb = Verb.named(word)
                .orElseThrow(() ->
                        new LineFlaw(ErrorCode.UNKNOWN_VERB, "there is no verb " + word + "; HELP lists the verbs"));
        lexer.readArguments();
        return request(verb, new Arguments(verb, lexer));
    }

    private static Request request(Verb verb, Arguments arguments) throws LineFlaw {
        return switch (verb) {
            case HELLO -> hello(arguments);
            case LOCK -> new Request.Lock(arguments.name(), waitMillis(arguments), requestNumber(arguments));
            case RELEASE ->
                new Request.Release(
                        arguments.name(), arguments.number("token", 1, Long.MAX_VALUE, 0), requestNumber(arguments));
            case STATUS -> new Request.Status(arguments.name(), isSync(arguments), index(arguments));
            case LIST ->
                new Request.List(
                        arguments.text("prefix", LockName.BYTES_MAX), arguments.text("after", LockName.BYTES_MAX), (int)
                                arguments.number(
                                        "limit", 1, ProtocolLimits.LIST_ROWS_MAX, ProtocolLimits.LIST_ROWS_DEFAULT));
            case WHOAMI -> new Request.WhoAmI();
            case INFO -> new Request.Info();
            case NODES -> new Request.Nodes();
            case PING -> new Request.Ping(pingValue(arguments));
            case PONG -> new Request.Pong(pingValue(arguments));
            case HELP -> new Request.Help(helpVerb(arguments));
            case QUIT -> new Request.Quit();
        };
    }

    private static Request hello(Arguments arguments) throws LineFlaw {
        String version = arguments.value();
        if (!version.isEmpty() && !version.equals(String.valueOf(ProtocolLimits.VERSION))) {
            throw new LineFlaw(ErrorCode.BAD_VERSION, "this server speaks version " + ProtocolLimits.VERSION);
        }
        return new Request.Hello(
                arguments.durationMillis("ttl", ProtocolLimits.TTL_MILLIS_MIN, ProtocolLimits.TTL_MILLIS_MAX, 0),
                arguments.text("client", ProtocolLimits.LABEL_BYTES_MAX),
                resume(arguments),
                index(arguments));
    }

    private static Request.@Nullable Resume resume(Arguments arguments) throws LineFlaw {
        if (arguments.has("session") != arguments.has("key")) {
            throw LineFlaw.arguments("session and key go together");
        }
        String text = arguments.option("key");
        if (text == null) {
            return null;
        }
        SessionKey key = KeyText.parse(text).orElseThrow(() -> LineFlaw.arguments("key is 32 hexadecimal digits"));
        return new Request.Resume(arguments.number("session", 1, Long.MAX_VALUE, 0), key);
    }

    private static long waitMillis(Arguments arguments) throws LineFlaw {
        long waitMillis = arguments.durationMillis("wait", 0, WAIT_MILLIS_MAX, 0);
        if (waitMillis > 0) {
            throw LineFlaw.arguments("this version does not wait for a lock: leave wait out, or say wait=0s");
        }
        return waitMillis;
    }

    private static long requestNumber(Arguments arguments) throws LineFlaw {
        return arguments.number("req", 1, Long.MAX_VALUE, 0);
    }

    private static long index(Arguments arguments) throws LineFlaw {
        return arguments.number("index", 0, Long.MAX_VALUE, 0);
    }

    private static boolean isSync(Arguments arguments) throws LineFlaw {
        String read = arguments.option("read");
        if (read == null || read.equals("local")) {
            return false;
        }
        if (read.equals("sync")) {
            return true;
        }
        throw LineFlaw.arguments("read is local or sync");
    }

    private static String pingValue(Arguments arguments) throws LineFlaw {
        String value = arguments.value();
        if (value.getBytes(StandardCharsets.UTF_8).length > ProtocolLimits.PING_BYTES_MAX) {
            throw LineFlaw.arguments("the value has at most " + ProtocolLimits.PING_BYTES_MAX + " bytes of UTF-8");
        }
        return value;
    }

    private static @Nullable Verb helpVerb(Arguments arguments) throws LineFlaw {
        if (arguments.value().isEmpty()) {
            return null;
        }
        return Verb.named(arguments.value())
                .orElseThrow(() -> LineFlaw.arguments("no such verb; HELP lists the verbs"));
    }
}
