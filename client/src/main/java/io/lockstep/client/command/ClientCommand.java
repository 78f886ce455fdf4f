package io.lockstep.client.command;

import io.lockstep.client.answer.Output;
import io.lockstep.client.answer.PushText;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.SessionIdentity;
import io.lockstep.client.session.SessionListener;
import io.lockstep.client.session.SessionSettings;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.program.Environment;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Base class of all commands: gives access to the options of the root command, and opens sessions. */
public abstract class ClientCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before it runs the command.
    private CommandSpec spec;

    /** Does the command's work, and returns the exit status. */
    protected abstract int run(Output output) throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        return run(options().output(environment()));
    }

    /** The picocli model of this command. */
    protected final CommandSpec spec() {
        return spec;
    }

    /** The command as the user calls it, such as {@code lockstep status}. */
    protected final String called() {
        return spec.qualifiedName(" ");
    }

    private CommandRoot root() {
        return (CommandRoot) spec.root().userObject();
    }

    /** The options given before or after the command. */
    protected final Options options() {
        return root().options();
    }

    /** What the program is started in. */
    protected final Environment environment() {
        return root().environment();
    }

    /** Settings for a new session with the servers from the options. */
    protected SessionSettings settings() {
        return options().session(environment());
    }

    /** Reports connection changes and pushes on stderr, with {@code --verbose} only. */
    protected final SessionListener remarks(Output output) {
        return options().verbose() ? everything(output) : SessionListener.NONE;
    }

    /** The same; on a terminal it also reports pushes, such as the place in the wait queue. */
    protected final SessionListener remarksWhileWaiting(Output output) {
        if (options().verbose() || !environment().interactive()) {
            return remarks(output);
        }
        return new SessionListener() {
            @Override
            public void pushed(ServerLine push) {
                PushText.of(push).ifPresent(output::remark);
            }
        };
    }

    private static SessionListener everything(Output output) {
        return new SessionListener() {
            @Override
            public void connected(HostPort address, SessionIdentity identity, boolean resumed) {
                output.remark(
                        (resumed ? "moved: to " : "connected: to ") + address + " as client " + identity.clientId());
            }

            @Override
            public void disconnected(HostPort address, String why) {
                output.remark("disconnected: from " + address + " (" + why + ")");
            }

            @Override
            public void pushed(ServerLine push) {
                PushText.of(push).ifPresent(output::remark);
            }
        };
    }

    /** The outcome of a request; with {@code --verbose} says which server it is from. */
    protected final CallOutcome ask(ClientSession session, Call call, Output output) throws InterruptedException {
        CallOutcome outcome = session.call(call);
        HostPort address = session.address();
        if (options().verbose() && outcome instanceof CallOutcome.Answered && address != null) {
            output.remark("answered: by " + address);
        }
        return outcome;
    }

    /** A session with these settings that reports on stderr. */
    protected final ClientSession session(SessionSettings settings, Output output) {
        return new ClientSession(settings, remarks(output));
    }
}
