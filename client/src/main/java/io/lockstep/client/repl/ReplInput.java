package io.lockstep.client.repl;

import io.lockstep.client.connection.Call;
import io.lockstep.common.protocol.Verb;

/** What one typed line means. */
sealed interface ReplInput {

    /** Nothing was typed. */
    record Blank() implements ReplInput {}

    /** A request for a server. */
    record Ask(Call call) implements ReplInput {}

    /** Say what happens to a lock, or to those that begin so, until interrupted; both empty for all. */
    record Watch(String name, String prefix) implements ReplInput {}

    /** A verb that takes a lock's name, without one: the next line is the name. */
    record NeedsName(Verb verb) implements ReplInput {}

    /** Help about one command, or about all if the topic is empty. */
    record Help(String topic) implements ReplInput {}

    /** Leave. */
    record Quit() implements ReplInput {}

    /** It makes no sense; {@code message} is a clause that says why and what would. */
    record Wrong(String message) implements ReplInput {}
}
