package io.lockstep.client.admin;

import io.lockstep.client.connection.Call;
import io.lockstep.common.protocol.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep admin user}. */
@Command(
        name = "user",
        description = "Lists, adds and removes users, and gives them new tokens.",
        subcommands = {
            UserCommand.Add.class,
            UserCommand.Show.class,
            UserCommand.Remove.class,
            UserCommand.Rotate.class,
            UserCommand.Subject.class
        })
final class UserCommand {

    /** A command about one user. */
    abstract static class About extends AccessCommand {

        @Parameters(paramLabel = "USER", description = "Name of the user.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command.
        private String user;

        final String user() {
            return user;
        }
    }

    /** Adds a user. */
    @Command(
            name = "add",
            description = {
                "Adds a user, and shows its token: this once, so keep it in a file that only its owner can read.",
                "The user may do nothing until admin allow gives it a right. The first user needs --admin; from then"
                        + " on every client must be a user."
            })
    static final class Add extends About {

        @Option(names = "--admin", description = "Give the user all rights.")
        private boolean admin;

        @Override
        protected Call request() {
            Call call = Call.of(Verb.USER, "ADD", user());
            return admin ? call.with("admin", "yes") : call;
        }
    }

    /** Lists the users. */
    @Command(name = "list", description = "Lists the users with their rules and quotas.")
    static final class Show extends AccessCommand {

        @Option(names = "--after", paramLabel = "USER", defaultValue = "", description = "Only users after this name.")
        private String after = "";

        @Override
        protected Call request() {
            Call call = Call.of(Verb.USER, "LIST");
            return after.isEmpty() ? call : call.with("after", after);
        }
    }

    /** Removes a user. */
    @Command(name = "remove", description = "Removes a user. Its sessions end, and their locks are released by force.")
    static final class Remove extends About {

        @Override
        protected Call request() {
            return Call.of(Verb.USER, "REMOVE", user());
        }
    }

    /** Gives a user a new token. */
    @Command(
            name = "rotate",
            description = {
                "Gives a user a new token, and shows it. The token before stays valid until --finish, or until the next"
                        + " rotation."
            })
    static final class Rotate extends About {

        @Option(names = "--finish", description = "Make no new token, but end the older one.")
        private boolean finish;

        @Override
        protected Call request() {
            Call call = Call.of(Verb.USER, "ROTATE", user());
            return finish ? call.with("finish", "yes") : call;
        }
    }

    /** Names the certificate of a user. */
    @Command(name = "subject", description = "Says which client certificate names the user, by its subject.")
    static final class Subject extends About {

        @Parameters(
                index = "1",
                arity = "0..1",
                defaultValue = "",
                paramLabel = "SUBJECT",
                description = "Subject of the certificate. Default: none.")
        private String subject = "";

        @Override
        protected Call request() {
            return Call.of(Verb.USER, "SUBJECT", user(), subject);
        }
    }
}
