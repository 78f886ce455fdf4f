package io.lockstep.client.cli;

import io.lockstep.client.answer.Output;
import io.lockstep.client.answer.PushText;
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

/** What all commands share: the options of the root command, and a session with what they ask for. */
abstract class ClientCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // The command line's library sets it before it calls.
    private CommandSpec spec;

    /** Does the command's work, and returns the exit status. */
    abstract int run(Output output) throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        return run(options().output(environment()));
    }

    /** The command as the command line's library knows it. */
    final CommandSpec spec() {
        return spec;
    }

    private RootCommand root() {
        return (RootCommand) spec.root().userObject();
    }

    final Options options() {
        return root().options();
    }

    final Environment environment() {
        return root().environment();
    }

    /** Settings for a new session at the servers that the options name. */
    SessionSettings settings() {
        return options().session(environment());
    }

    /** Tells on stderr what happens to the session, if the user wants to know. */
    final SessionListener remarks(Output output) {
        return options().verbose ? everything(output) : SessionListener.NONE;
    }

    /** The same, and where a person waits also the place in line. */
    final SessionListener remarksWhileWaiting(Output output) {
        if (options().verbose || !environment().interactive()) {
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

    /** A session with these settings that makes its remarks. */
    final ClientSession session(SessionSettings settings, Output output) {
        return new ClientSession(settings, remarks(output));
    }
}
