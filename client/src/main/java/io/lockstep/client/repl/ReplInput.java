package io.lockstep.client.repl;

import io.lockstep.client.connection.Call;
import io.lockstep.common.protocol.Verb;
import java.nio.file.Path;
import java.util.List;

/** One parsed line. */
sealed interface ReplInput {

    /** An empty line. */
    record Blank() implements ReplInput {}

    /** A request for a server. */
    record Ask(Call call) implements ReplInput {}

    /** List all held locks, in pages like this one. */
    record ListAll(Call page) implements ReplInput {}

    /** Run a command of the program that needs no session of the shell. The words are those of a Unix shell. */
    record Run(List<String> words) implements ReplInput {}

    /** Watch a lock, or all with a prefix, until interrupted; both are empty to watch all locks. */
    record Watch(String name, String prefix) implements ReplInput {}

    /** Copy the lock map into a file. */
    record Backup(Path file) implements ReplInput {}

    /** Say who the user is, with the token in this file, or the one that the next line has if this is empty. */
    record Login(String file) implements ReplInput {}

    /** A verb whose lock name is missing: the next line is the name. */
    record NeedsName(Verb verb) implements ReplInput {}

    /** Help for one command, or for all if the topic is empty. */
    record Help(String topic) implements ReplInput {}

    /** Leave. */
    record Quit() implements ReplInput {}

    /** An invalid line; {@code message} is a clause with the reason and the right form. */
    record Wrong(String message) implements ReplInput {}
}
