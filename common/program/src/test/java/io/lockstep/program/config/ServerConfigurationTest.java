package io.lockstep.program.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A flag wins over the environment, that over the file, that over the default. A mistake is told with its place. */
class ServerConfigurationTest {

    @TempDir
    private Path directory;

    private final Program program = new Program();
    private final CommandLine line = new CommandLine(program).setOverwrittenOptionsAllowed(true);

    @Command(name = "server", mixinStandardHelpOptions = true)
    private static final class Program implements Runnable {

        @Mixin
        private final ConfigurationOptions configuration = new ConfigurationOptions();

        @Option(names = "--port", defaultValue = "9000")
        private int port;

        @Option(names = "--peer-port")
        private @Nullable Integer peerPort;

        @Option(names = "--users")
        private boolean users;

        @OneStart
        @Option(names = "--accept-loss")
        private boolean acceptLoss;

        @Option(names = "--api-token")
        private @Nullable String apiToken;

        @Override
        public void run() {
            assertThat(configuration).isNotNull();
        }
    }

    private String file(String... lines) throws IOException {
        return Files.writeString(directory.resolve("server.properties"), String.join("\n", lines))
                .toString();
    }

    private ServerConfiguration parse(Map<String, String> variables, String... arguments)
            throws ConfigurationException {
        ServerConfiguration configuration = ServerConfiguration.read(line.getCommandSpec(), arguments, variables);
        line.setDefaultValueProvider(configuration).parseArgs(arguments);
        return configuration;
    }

    @Test
    void theNearerSourceWins() throws Exception {
        String file = file("port=1", "peer-port=1", "users=true");
        ServerConfiguration configuration =
                parse(Map.of("LOCKSTEP_PORT", "2", "LOCKSTEP_PEER_PORT", "2"), "--config", file, "--port=3");
        assertThat(program.port).isEqualTo(3);
        assertThat(program.peerPort).isEqualTo(2);
        assertThat(program.users).isTrue();
        assertThat(configuration.table(Map.of()).lines().map(row -> row.replaceAll(" +", " ")))
                .containsExactly(
                        "SETTING VALUE SOURCE",
                        "api-token - default",
                        "config " + file + " flag --config",
                        "peer-port 2 environment LOCKSTEP_PEER_PORT",
                        "port 3 flag --port",
                        "users true file " + file);
    }

    @Test
    void aFlagCanSayNoWhereTheFileSaysYes() throws Exception {
        parse(Map.of("LOCKSTEP_CONFIG", file("users=true")), "--users=false");
        assertThat(program.users).isFalse();
    }

    @Test
    void anEmptyVariableIsNone() throws Exception {
        parse(Map.of("LOCKSTEP_PORT", ""));
        assertThat(program.port).isEqualTo(9_000);
    }

    @Test
    void secretsAreShownToNobody() throws Exception {
        String table = parse(Map.of("LOCKSTEP_API_TOKEN", "s3cret")).table(Map.of());
        assertThat(program.apiToken).isEqualTo("s3cret");
        assertThat(table).contains("********").doesNotContain("s3cret");
    }

    @Test
    void aKeyOfTheOtherProgramIsToldFromOneThatNobodyKnows() throws Exception {
        String file = file("leader=10.0.0.1:9000");
        assertThatThrownBy(() -> parse(Map.of(), "--config=" + file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("leader in " + file, "for a server that joins", "take the key out");
    }

    @Test
    void aKeyThatIsNoSettingIsRefusedWithTheNearest() throws Exception {
        String file = file("# comment", "peerport = 9100");
        assertThatThrownBy(() -> parse(Map.of(), "--config=" + file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("there is no setting peerport in " + file, "did you mean peer-port?");
        String other = file("config=other");
        assertThatThrownBy(() -> parse(Map.of(), "--config", other)).hasMessageContaining("no setting config");
        String twice = file("port=1", "port=2");
        assertThatThrownBy(() -> parse(Map.of(), "--config", twice)).hasMessageContaining("port is set twice");
    }

    @Test
    void whatIsForOneStartIsAFlagOnly() throws Exception {
        String file = file("accept-loss=true");
        assertThatThrownBy(() -> parse(Map.of(), "--config", file))
                .hasMessageContaining("accept-loss in " + file + " is for one start only");
        ServerConfiguration configuration = parse(Map.of("LOCKSTEP_ACCEPT_LOSS", "true"));
        assertThat(program.acceptLoss).isFalse();
        assertThat(configuration.unknownVariables()).isEqualTo("LOCKSTEP_ACCEPT_LOSS (which is a flag only)");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        String missing = directory.resolve("missing").toString();
        assertThatThrownBy(() -> parse(Map.of("LOCKSTEP_CONFIG", missing)))
                .hasMessageContainingAll(missing, "there is no such file");
    }

    @Test
    void aBadValueIsNamedWithItsPlace() throws Exception {
        String file = file("peer-port=many");
        assertThat(explained(Map.of(), "--config", file)).isEqualTo("peer-port in " + file + ": 'many' is not an int");
        assertThat(explained(Map.of("LOCKSTEP_PORT", "tcp://10.0.0.1:9000")))
                .startsWith("LOCKSTEP_PORT: 'tcp://10.0.0.1:9000' is not an int; if Kubernetes has set it");
        assertThat(explained(Map.of("LOCKSTEP_PORT", "2"), "--port", "many"))
                .startsWith("Invalid value for option '--port'");
    }

    private String explained(Map<String, String> variables, String... arguments) throws ConfigurationException {
        ServerConfiguration configuration = ServerConfiguration.read(line.getCommandSpec(), arguments, variables);
        line.setDefaultValueProvider(configuration);
        try {
            line.parseArgs(arguments);
            throw new AssertionError("parsed");
        } catch (ParameterException flaw) {
            return configuration.explained(String.valueOf(flaw.getMessage()));
        }
    }

    /** A message of the program itself speaks of flags. */
    @Test
    void aMessageNamesWhatTheOperatorWrote() throws Exception {
        ServerConfiguration configuration = parse(Map.of("LOCKSTEP_PORT", "1"), "--config", file("peer-port=1"));
        String message = "--port and --peer-port are both 1";
        assertThat(configuration.isFromOutside(message)).isTrue();
        assertThat(configuration.explained(message)).startsWith("LOCKSTEP_PORT and peer-port in ");
        assertThat(configuration.explained("--port 0 is not a port")).isEqualTo("LOCKSTEP_PORT: 0 is not a port");
        assertThat(configuration.isFromOutside("add --users or --tls-ca")).isFalse();
    }

    @Test
    void unknownVariablesAreToldAndThoseOfClientsAndScriptsAreNot() throws Exception {
        Map<String, String> variables =
                Map.of("LOCKSTEP_PEERPORT", "1", "LOCKSTEP_SERVER", "x", "LOCKSTEP_RUN", "x", "PATH", "x");
        assertThat(parse(variables).unknownVariables())
                .isEqualTo("LOCKSTEP_PEERPORT (did you mean LOCKSTEP_PEER_PORT?)");
        assertThat(parse(Map.of("LOCKSTEP_PORT", "1")).unknownVariables()).isEmpty();
    }
}
