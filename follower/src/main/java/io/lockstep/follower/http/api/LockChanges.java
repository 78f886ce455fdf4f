package io.lockstep.follower.http.api;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.http.HttpReply;
import io.lockstep.follower.http.HttpRequest;
import io.lockstep.follower.http.LoopConversation.Answer;
import io.lockstep.follower.http.Refusals;
import io.lockstep.program.JsonReader;
import io.lockstep.program.JsonReader.BadJsonException;
import io.lockstep.program.LineFields;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes locks. */
final class LockChanges {

    private LockChanges() {}

    /** {@code POST /v1/locks/NAME/force}. */
    static HttpReply post(HttpRequest request) throws IOException, InterruptedException {
        LockPath path = LockPath.of(request.under());
        return switch (path.action()) {
            case "force" -> force(request, path.name());
            default -> path.unknown();
        };
    }

    private static HttpReply force(HttpRequest request, String name) throws IOException, InterruptedException {
        Map<?, ?> body;
        try {
            body = JsonReader.readObject(request.body());
        } catch (BadJsonException flaw) {
            return HttpReply.error(
                    Refusals.status(ErrorCode.BAD_FORMAT),
                    ErrorCode.BAD_FORMAT.name(),
                    "the body is no JSON object: " + flaw.getMessage());
        }
        Answer answer = request.conversation().ask(Verb.FORCE, line -> {
            line.value(name);
            for (String key : new String[] {"token", "reason", "operator"}) {
                given(line, key, body.get(key));
            }
            return line;
        });
        return answer.isOk() ? HttpReply.json(200, LineFields.named(answer.reply())) : Refusals.of(answer.reply());
    }

    private static void given(Line line, String key, @Nullable Object value) {
        if (value != null) {
            line.option(key, value.toString());
        }
    }
}
