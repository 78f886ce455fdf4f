package io.lockstep.tools.history;

import io.lockstep.program.Json;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Formats an operation as one line of text, and parses it. Pure. */
public final class OperationLine {

    private static final Set<String> FIELDS =
            Set.of("client", "op", "lock", "call", "ret", "result", "token", "owner", "note");

    private static final Map<Kind, Set<Result>> RESULTS = Map.of(
            Kind.ACQUIRE, Set.of(Result.OK, Result.BUSY, Result.FAIL, Result.UNKNOWN),
            Kind.RELEASE, Set.of(Result.OK, Result.NOT_HELD, Result.FAIL, Result.UNKNOWN),
            Kind.STATUS, Set.of(Result.OK),
            Kind.EXPIRE, Set.of(Result.UNKNOWN),
            Kind.WRITE, Set.of(Result.OK, Result.REJECTED, Result.UNKNOWN));

    private OperationLine() {}

    /** The line, without its line end. */
    public static String text(Operation operation) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("client", operation.client());
        fields.put("op", operation.kind().name().toLowerCase(Locale.ROOT));
        fields.put("lock", operation.lock());
        fields.put("call", operation.call());
        fields.put("ret", operation.ret());
        fields.put("result", operation.result().name().toLowerCase(Locale.ROOT));
        if (operation.hasToken()) {
            fields.put("token", operation.token());
        }
        String owner = operation.owner();
        if (owner != null) {
            fields.put("owner", owner);
        }
        String text = Json.object(fields);
        boolean free = operation.kind() == Kind.STATUS && owner == null;
        return free ? text.substring(0, text.length() - 1) + ",\"owner\":null}" : text;
    }

    /** Whether a line is blank or a comment. */
    public static boolean isBlank(String line) {
        return line.isBlank() || line.startsWith("#");
    }

    /**
     * Parses a line.
     *
     * @throws MalformedHistoryException if it is malformed
     */
    public static Operation parse(String line) throws MalformedHistoryException {
        Map<String, Object> fields = FlatJson.parse(line);
        for (String field : fields.keySet()) {
            require(FIELDS.contains(field), "unknown field \"" + field + "\"");
        }
        Kind kind = constant(Kind.class, text(fields, "op"));
        Result result = constant(Result.class, text(fields, "result"));
        require(RESULTS.getOrDefault(kind, Set.of()).contains(result), "no " + name(kind) + " ends " + name(result));
        long call = number(fields, "call");
        long ret = result == Result.UNKNOWN && !fields.containsKey("ret") ? call : number(fields, "ret");
        require(ret >= call, "ret is before call");
        long token = fields.containsKey("token") ? number(fields, "token") : Operation.NO_TOKEN;
        require(!fields.containsKey("token") || token >= 1, "tokens begin at 1");
        Operation operation = new Operation(
                text(fields, "client"), kind, text(fields, "lock"), call, ret, result, token, owner(fields, kind));
        requireToken(operation);
        return operation;
    }

    private static void requireToken(Operation operation) throws MalformedHistoryException {
        boolean must = switch (operation.kind()) {
            case ACQUIRE -> operation.result() == Result.OK;
            case RELEASE -> operation.result() != Result.FAIL;
            case WRITE -> true;
            case STATUS, EXPIRE -> false;
        };
        require(!must || operation.hasToken(), "a token is missing");
        boolean mustNot = (operation.kind() == Kind.ACQUIRE && operation.result() != Result.OK)
                || (operation.kind() == Kind.STATUS && operation.owner() == null);
        require(!mustNot || !operation.hasToken(), "an unexpected token");
    }

    private static @Nullable String owner(Map<String, Object> fields, Kind kind) throws MalformedHistoryException {
        require(fields.containsKey("owner") == (kind == Kind.STATUS), "status, and no other operation, has an owner");
        return kind != Kind.STATUS || Optional.empty().equals(fields.get("owner")) ? null : text(fields, "owner");
    }

    private static String text(Map<String, Object> fields, String field) throws MalformedHistoryException {
        if (fields.get(field) instanceof String text) {
            return text;
        }
        throw new MalformedHistoryException("field \"" + field + "\" must be text");
    }

    private static long number(Map<String, Object> fields, String field) throws MalformedHistoryException {
        if (fields.get(field) instanceof Long number) {
            return number;
        }
        throw new MalformedHistoryException("field \"" + field + "\" must be a whole number");
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) throws MalformedHistoryException {
        for (E constant : type.getEnumConstants()) {
            if (name(constant).equals(name)) {
                return constant;
            }
        }
        throw new MalformedHistoryException(
                "there is no " + type.getSimpleName().toLowerCase(Locale.ROOT) + " \"" + name + "\"");
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void require(boolean holds, String otherwise) throws MalformedHistoryException {
        if (!holds) {
            throw new MalformedHistoryException(otherwise);
        }
    }
}
