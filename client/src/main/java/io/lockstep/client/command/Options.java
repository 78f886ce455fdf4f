package io.lockstep.client.command;

import io.lockstep.client.answer.Output;
import io.lockstep.client.answer.Style;
import io.lockstep.client.connection.TokenSource;
import io.lockstep.client.process.NativePath;
import io.lockstep.client.session.SessionSettings;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.net.Sockets;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.tls.TlsIdentity;
import io.lockstep.common.tls.TlsSockets;
import io.lockstep.program.DurationConverter;
import io.lockstep.program.Environment;
import io.lockstep.program.ServersConverter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of every command, before or after its name. */
public final class Options {

    private static final String DEFAULT_SERVER = "127.0.0.1:9000";

    /** When to use colour. */
    public enum Colour {
        AUTO,
        ALWAYS,
        NEVER
    }

    @Option(
            names = {"-s", "--server"},
            paramLabel = "HOST:PORT[,...]",
            converter = ServersConverter.class,
            scope = ScopeType.INHERIT,
            description = "Servers to try in this order. Default: LOCKSTEP_SERVER, else " + DEFAULT_SERVER + ".")
    @Nullable
    List<HostPort> servers;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "File with the token of the user. Default: LOCKSTEP_TOKEN_FILE, or the token in LOCKSTEP_TOKEN.")
    @Nullable
    Path tokenFile;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            scope = ScopeType.INHERIT,
            description = "Output for a person, or for a program. Default: text.")
    Output.Format format = Output.Format.TEXT;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Print nothing that the exit status conveys.")
    boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Report on stderr which server answers, and every change of the connection.")
    boolean verbose;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = DurationConverter.class,
            scope = ScopeType.INHERIT,
            description = "Time limit for a request, including fail-over. Default: 5s.")
    Duration timeout = Duration.ofSeconds(5);

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            scope = ScopeType.INHERIT,
            description = "Lease of the session: how long its locks outlive this process if it dies. Default: 10s.")
    @Nullable
    Duration ttlGiven;

    @Option(
            names = "--label",
            paramLabel = "TEXT",
            scope = ScopeType.INHERIT,
            description = "Label that others see while they wait for this client's locks. Default: user@host[pid].")
    @Nullable
    String label;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            scope = ScopeType.INHERIT,
            description = "Text shown after the label; for admin commands, the reason in the audit record.")
    String reason = "";

    @Option(
            names = {"--color", "--colour"},
            paramLabel = "auto|always|never",
            defaultValue = "auto",
            scope = ScopeType.INHERIT,
            description = "When to colour the output. Default: auto: on a terminal, unless NO_COLOR is set.")
    Colour colour = Colour.AUTO;

    @Mixin
    final TlsOptions tls = new TlsOptions();

    /** The servers to connect to. Throws IllegalArgumentException if LOCKSTEP_SERVER is malformed. */
    public List<HostPort> servers(Environment environment) {
        List<HostPort> given = servers;
        return given != null ? given : HostPort.parseServers(environment.variable("LOCKSTEP_SERVER", DEFAULT_SERVER));
    }

    /** Where the token of the user comes from: the option, else the environment. */
    private TokenSource tokens(Environment environment) {
        Path given = tokenFile;
        String file = environment.variable("LOCKSTEP_TOKEN_FILE", "");
        String token = userToken(environment);
        if (given != null) {
            return TokenSource.file(given);
        }
        if (!token.isEmpty()) {
            return TokenSource.of(token.toCharArray());
        }
        return file.isEmpty() ? TokenSource.NONE : TokenSource.file(NativePath.of(file));
    }

    /**
     * The token of the user in the environment. Under {@code run}, the variable has the fencing token instead, which is
     * a number, and another one has that of the user.
     */
    public static String userToken(Environment environment) {
        String token = environment.variable("LOCKSTEP_TOKEN", "");
        boolean fencing = !environment.variable("LOCKSTEP_SESSION", "").isEmpty() && token.matches("\\d{1,19}");
        return fencing ? environment.variable("LOCKSTEP_USER_TOKEN", "") : token;
    }

    /** The lease to request. */
    public Duration ttl() {
        Duration given = ttlGiven;
        return given != null ? given : Duration.ofMillis(ProtocolLimits.TTL_MILLIS_DEFAULT);
    }

    /**
     * How to prove and check identities over TLS; null for connections that are not encrypted. Reads the files once.
     * Throws IllegalArgumentException if one cannot be used; the message is for the user.
     */
    public @Nullable TlsIdentity tls(Environment environment) {
        return tls.identity(environment);
    }

    /** What connections to servers are made of. Throws as {@link #tls} does. */
    public Sockets sockets(Environment environment) {
        TlsIdentity identity = tls(environment);
        return identity == null ? Sockets.PLAIN : TlsSockets.toDial(identity);
    }

    /** The settings of a session with the servers of these options. */
    public SessionSettings session(Environment environment) {
        return SessionSettings.fresh(servers(environment), ttl(), timeout)
                .withLabel(ClientLabel.of(label, reason, environment))
                .over(sockets(environment))
                .withTokens(tokens(environment));
    }

    /** The style of the output. */
    public Style style(Environment environment) {
        boolean fit = environment.interactive()
                && environment.variable("NO_COLOR", "").isEmpty()
                && !environment.variable("TERM", "dumb").equals("dumb");
        return colour == Colour.ALWAYS || (colour == Colour.AUTO && fit) ? Style.COLOURED : Style.PLAIN;
    }

    /** Where and how to print. */
    public Output output(Environment environment) {
        return new Output(environment.out(), environment.err(), format, style(environment), quiet);
    }

    /** The flaw of these options; empty if there is none. */
    public String flaw() {
        if (ttl().toMillis() < ProtocolLimits.TTL_MILLIS_MIN || ttl().toMillis() > ProtocolLimits.TTL_MILLIS_MAX) {
            return "--ttl must be from " + Durations.format(ProtocolLimits.TTL_MILLIS_MIN) + " to "
                    + Durations.format(ProtocolLimits.TTL_MILLIS_MAX);
        }
        String given = label;
        String flaw = ClientLabel.flaw(given == null ? "" : given);
        flaw = flaw.isEmpty() ? ClientLabel.flaw(reason) : flaw;
        if (!flaw.isEmpty()) {
            return "--label and --reason: " + flaw;
        }
        return timeout.isZero() ? "--timeout must be greater than zero" : "";
    }

    /** Time limit for a request. */
    public Duration timeout() {
        return timeout;
    }

    /** The reason for the audit record; empty if none was given. */
    public String reason() {
        return reason;
    }

    /** Whether to print nothing that the exit status conveys. */
    public boolean quiet() {
        return quiet;
    }

    /** Whether to report connection changes. */
    public boolean verbose() {
        return verbose;
    }

    /** Whether a lease was asked for. */
    public boolean hasTtl() {
        return ttlGiven != null;
    }

    /** Whether servers were given as an option. */
    public boolean hasServers() {
        return servers != null;
    }

    /** Prints in this form from now on, for a failure before the options are read. */
    public void printAs(Output.Format wanted) {
        format = wanted;
    }
}
