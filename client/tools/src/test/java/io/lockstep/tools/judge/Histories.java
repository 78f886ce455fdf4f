package io.lockstep.tools.judge;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Histories of the lock {@code l} in a short notation. */
final class Histories {

    private Histories() {}

    /**
     * Lines such as {@code A acquire 1-2 ok 7}, {@code A expire 9 [7]}, {@code A status 1-2 B [7]}, {@code A status 1-2
     * free}, {@code A acquire 3- unknown}.
     */
    static List<Operation> of(String... lines) {
        return new ArrayList<>(Stream.of(lines).map(Histories::operation).toList());
    }

    private static Operation operation(String line) {
        String[] words = line.split(" ");
        Kind kind = Kind.valueOf(words[1].toUpperCase(Locale.ROOT));
        String[] times = words[2].split("-");
        long call = Long.parseLong(times[0]);
        long ret = times.length > 1 ? Long.parseLong(times[1]) : call;
        if (kind == Kind.EXPIRE) {
            return Operation.expire(words[0], "l", call, token(words, 3));
        }
        if (kind == Kind.STATUS) {
            String owner = words[3].equals("free") ? null : words[3];
            return Operation.status(words[0], "l", call, ret, owner, token(words, 4));
        }
        Result result = Result.valueOf(words[3].toUpperCase(Locale.ROOT));
        return new Operation(words[0], kind, "l", call, ret, result, token(words, 4), null);
    }

    private static long token(String[] words, int at) {
        return words.length > at ? Long.parseLong(words[at]) : Operation.NO_TOKEN;
    }

    static Verdict judge(List<Operation> history) {
        return Judge.judge(history, Judge.STATES_MAX_DEFAULT);
    }

    static Verdict judge(String... lines) {
        return judge(of(lines));
    }
}
