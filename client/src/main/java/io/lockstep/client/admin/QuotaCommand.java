package io.lockstep.client.admin;

import io.lockstep.client.connection.Call;
import io.lockstep.common.protocol.Verb;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lockstep admin quota}. */
@Command(name = "quota", description = "Bounds how much a user may have at once.")
final class QuotaCommand extends AccessCommand {

    @Parameters(index = "0", paramLabel = "USER", description = "Name of the user.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command.
    private String user;

    @Parameters(
            index = "1",
            paramLabel = "KIND",
            description = "sessions, locks or waiters in the whole cluster, or watches at each server.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command.
    private String kind;

    @Parameters(index = "2", paramLabel = "N", description = "The bound; 0 for none.")
    private long limit;

    @Override
    protected Call request() {
        return Call.of(Verb.USER, "QUOTA", user, kind.toLowerCase(Locale.ROOT), Long.toString(limit));
    }
}
