package io.lockstep.common.protocol;

import io.lockstep.common.command.Command.RemoveServer;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.SessionKey;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Parses a client's line. Never throws, whatever the line. */
public final class RequestParser {

    private static final ParsedLine BLANK = new ParsedLine.Blank();

    private RequestParser() {}

    /** Parses a line without its line end. */
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
                .orElseThrow(() -> new LineFlaw(
                        ErrorCode.UNKNOWN_VERB,
                        "there is no verb " + word + Nearest.advice(word, Verb.names(), "HELP lists the verbs")));
        lexer.readArguments();
        return request(verb, new Arguments(verb, lexer));
    }

    private static Request request(Verb verb, Arguments arguments) throws LineFlaw {
        return switch (verb) {
            case HELLO -> hello(arguments);
            case AUTH -> AccessParser.auth(arguments);
            case USER -> AccessParser.user(arguments);
            case ALLOW -> AccessParser.allow(arguments);
            case DENY -> AccessParser.deny(arguments);
            case LOCK -> lock(arguments);
            case EXTEND -> LeaseParser.extend(arguments);
            case RELEASE -> LeaseParser.release(arguments);
            case CANCEL -> cancel(arguments);
            case STATUS -> new Request.Status(arguments.name(), isSync(arguments), index(arguments));
            case WHO -> new Request.Who(arguments.name(), limit(arguments));
            case HISTORY ->
                new Request.History(
                        arguments.name(),
                        arguments.wallMillis("at"),
                        arguments.number("before", 1, Long.MAX_VALUE, Long.MAX_VALUE),
                        limit(arguments));
            case LIST ->
                new Request.List(
                        arguments.text("prefix", LockName.BYTES_MAX),
                        arguments.text("after", LockName.BYTES_MAX),
                        limit(arguments),
                        arguments.yes("waiting"));
            case SESSIONS -> sessions(arguments);
            case WATCH -> watch(arguments);
            case UNWATCH -> new Request.Unwatch(watchId(arguments));
            case FORCE -> force(arguments);
            case REMOVE -> remove(arguments);
            case TRANSFER ->
                new Request.Transfer(
                        (int) arguments.number("to", 1, Integer.MAX_VALUE, 0),
                        arguments.text("operator", ProtocolLimits.LABEL_BYTES_MAX));
            case SET -> set(arguments);
            case AUDIT -> new Request.Audit(arguments.number("after", 0, Long.MAX_VALUE, 0), limit(arguments));
            case BACKUP -> new Request.Backup(arguments.number("part", 0, Long.MAX_VALUE, 0));
            case LOGLEVEL -> logLevel(arguments);
            case WHOAMI -> new Request.WhoAmI();
            case INFO -> new Request.Info(arguments.yes("hash"));
            case NODES -> new Request.Nodes();
            case PING -> new Request.Ping(pingValue(arguments), arguments.yes("confirm"));
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
                LeaseParser.ttlMillis(arguments),
                arguments.text("client", ProtocolLimits.LABEL_BYTES_MAX),
                resume(arguments),
                index(arguments),
                arguments.yes("operator"));
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

    private static Request sessions(Arguments arguments) throws LineFlaw {
        if (!arguments.hasValue()) {
            return new Request.Sessions(
                    0,
                    arguments.text("prefix", ProtocolLimits.LABEL_BYTES_MAX),
                    arguments.number("after", 0, Long.MAX_VALUE, 0),
                    limit(arguments));
        }
        long number = Arguments.parse(arguments.value());
        if (number < 1) {
            throw LineFlaw.arguments("a session's number is a whole number from 1");
        }
        if (arguments.has("prefix") || arguments.has("after")) {
            throw LineFlaw.arguments("a number goes with neither prefix nor after");
        }
        return new Request.Sessions(number, "", 0, limit(arguments));
    }

    private static Request lock(Arguments arguments) throws LineFlaw {
        return new Request.Lock(
                arguments.names(),
                mode(arguments),
                arguments.durationMillis("wait", 0, ProtocolLimits.WAIT_MILLIS_MAX, 0),
                arguments.durationMillis("delay", 0, ProtocolLimits.DELAY_MILLIS_MAX, 0),
                requestNumber(arguments),
                LeaseParser.terms(arguments));
    }

    private static LockMode mode(Arguments arguments) throws LineFlaw {
        String mode = arguments.option("mode");
        if (arguments.has("permits")) {
            if (mode != null) {
                throw LineFlaw.arguments("mode and permits exclude each other: permits=N is a mode of its own");
            }
            return LockMode.permits((int)
                    arguments.number("permits", LockMode.PERMITS_MIN, LockMode.PERMITS_MAX, LockMode.PERMITS_MIN));
        }
        if (mode == null || mode.equals("exclusive")) {
            return LockMode.EXCLUSIVE;
        }
        if (mode.equals("shared")) {
            return LockMode.SHARED;
        }
        throw LineFlaw.arguments("mode is exclusive or shared");
    }

    private static Request cancel(Arguments arguments) throws LineFlaw {
        if (!arguments.hasValue()) {
            return new Request.Cancel("", requestNumber(arguments));
        }
        if (arguments.has("req")) {
            throw LineFlaw.arguments("name the LOCK by its tag or by req=, not both");
        }
        String tag = arguments.value();
        if (!LineSyntax.isTag(tag)) {
            throw LineFlaw.arguments("a tag begins with #: " + Verb.CANCEL.usage());
        }
        return new Request.Cancel(tag, 0);
    }

    private static Request watch(Arguments arguments) throws LineFlaw {
        if (!arguments.hasValue()) {
            return new Request.Watch(null, arguments.text("prefix", LockName.BYTES_MAX), arguments.yes("list"));
        }
        if (arguments.has("prefix")) {
            throw LineFlaw.arguments("watch a name or a prefix, not both");
        }
        return new Request.Watch(arguments.name(), "", arguments.yes("list"));
    }

    private static int watchId(Arguments arguments) throws LineFlaw {
        long id = Arguments.parse(arguments.value());
        if (id < 1 || id > Integer.MAX_VALUE) {
            throw LineFlaw.arguments("a watch's id is a whole number from 1");
        }
        return (int) id;
    }

    private static Request force(Arguments arguments) throws LineFlaw {
        String reason = arguments.text("reason", ProtocolLimits.LABEL_BYTES_MAX);
        if (!arguments.has("token") || reason.isBlank()) {
            throw LineFlaw.arguments("say which grant, and why: " + Verb.FORCE.usage());
        }
        return new Request.Force(
                arguments.name(),
                arguments.number("token", 1, Long.MAX_VALUE, 0),
                reason,
                arguments.text("operator", ProtocolLimits.LABEL_BYTES_MAX),
                requestNumber(arguments));
    }

    private static Request remove(Arguments arguments) throws LineFlaw {
        String reason = arguments.text("reason", ProtocolLimits.LABEL_BYTES_MAX);
        long server = Arguments.parse(arguments.value());
        if (reason.isBlank() || server < 1 || server > Integer.MAX_VALUE) {
            throw LineFlaw.arguments("say which server, by its number, and why: " + Verb.REMOVE.usage());
        }
        return new Request.Remove(
                (int) server, way(arguments), reason, arguments.text("operator", ProtocolLimits.LABEL_BYTES_MAX));
    }

    private static Request set(Arguments arguments) throws LineFlaw {
        String size = arguments.option("map_bytes");
        String reason = arguments.text("reason", ProtocolLimits.LABEL_BYTES_MAX);
        if (size == null || reason.isBlank()) {
            throw LineFlaw.arguments("say how much, and why: " + Verb.SET.usage());
        }
        long bytes = Sizes.parseBytes(size);
        if (bytes < ProtocolLimits.MAP_BYTES_MIN) {
            throw LineFlaw.arguments("map_bytes is a size of 1m or more, such as 256m or 1g");
        }
        return new Request.Set(bytes, reason, arguments.text("operator", ProtocolLimits.LABEL_BYTES_MAX));
    }

    private static Request logLevel(Arguments arguments) throws LineFlaw {
        if (arguments.value().isEmpty() != arguments.value(1).isEmpty()) {
            throw LineFlaw.arguments("package and level go together: " + Verb.LOGLEVEL.usage());
        }
        return new Request.LogLevel(
                arguments.text(0, "package", ProtocolLimits.LABEL_BYTES_MAX),
                arguments.text(1, "level", ProtocolLimits.LABEL_BYTES_MAX));
    }

    private static RemoveServer.Way way(Arguments arguments) throws LineFlaw {
        String given = arguments.option("way");
        for (RemoveServer.Way way : RemoveServer.Way.values()) {
            if (given == null || way.name().equalsIgnoreCase(given)) {
                return way;
            }
        }
        throw LineFlaw.arguments("way is exchange, replace or shrink");
    }

    private static int limit(Arguments arguments) throws LineFlaw {
        return (int) arguments.number("limit", 1, ProtocolLimits.LIST_ROWS_MAX, ProtocolLimits.LIST_ROWS_DEFAULT);
    }

    static long requestNumber(Arguments arguments) throws LineFlaw {
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
                .orElseThrow(() -> LineFlaw.arguments(
                        "no such verb" + Nearest.advice(arguments.value(), Verb.names(), "HELP lists the verbs")));
    }
}
