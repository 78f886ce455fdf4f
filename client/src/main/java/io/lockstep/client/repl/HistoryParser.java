package io.lockstep.client.repl;

import io.lockstep.client.command.PastTime;
import io.lockstep.client.connection.Call;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.Verb;
import java.time.ZonedDateTime;
import java.util.Optional;

/** Parses the arguments of {@code history}. Pure. */
final class HistoryParser {

    private HistoryParser() {}

    static ReplInput parse(String rest, ZonedDateTime now) {
        ReplInput input = ReplParser.named(Verb.HISTORY, rest);
        if (!(input instanceof ReplInput.Ask ask) || !ask.call().options().containsKey("at")) {
            return input;
        }
        Call call = ask.call();
        String at = call.options().getOrDefault("at", "");
        Optional<String> time = PastTime.of(at, now);
        return time.isPresent()
                ? new ReplInput.Ask(call.with("at", time.get()))
                : new ReplInput.Wrong("--at " + LineSyntax.quoted(at) + PastTime.EXPECTED);
    }
}
