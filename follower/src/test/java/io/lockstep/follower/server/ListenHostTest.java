package io.lockstep.follower.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Where a server listens, and what it tells others. */
class ListenHostTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''          | --host is empty",
                "[]          | --host is empty",
                "0           | --host 0 stands for every address",
                "0.0.0.0     | --host 0.0.0.0 stands for every address",
                "::          | --host :: stands for every address",
                "[::]        | --host :: stands for every address",
                "0:0:0:0:0:0:0:0 | --host :: stands for every address",
                "224.0.0.1   | --host 224.0.0.1 stands for many machines",
                "ff02::1     | --host ff02::1 stands for many machines",
                "255.255.255.255 | --host 255.255.255.255 stands for many machines",
                "192.0.2.1   | --host 192.0.2.1 is no address of this machine",
                "2001:db8::1 | --host 2001:db8::1 is no address of this machine",
                "1:2:3       | --host 1:2:3: there is no such host",
                "a b         | --host a b: there is no such host",
            })
    void aHostThatIsNoAddressOfThisMachine(String host, String sentence) {
        assertThat(options("--host", host).flaw()).startsWith(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void anAddressOfThisMachineOrANameOfOne(String host) {
        ServerOptions options = options("--host", host);
        assertThat(options.flaw()).isEmpty();
        assertThat(options.clientAddress()).hasToString(host + ":9000");
        assertThat(options.clientListen().getAddress().isLoopbackAddress()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "[::1]", "0:0:0:0:0:0:0:1", "::0001"})
    void ipv6HasOneForm(String host) {
        ServerOptions options = options("--host", host);
        assertThat(options.clientAddress()).hasToString("[::1]:9000");
        assertThat(options.peerAddress()).hasToString("[::1]:9100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.0.0.0", "::", "[::]"})
    void aWildcardNeedsAnotherAddressForOthers(String host) {
        assertThat(options("--host", host).flaw()).endsWith("with --advertise");
        ServerOptions named = options("--host", host, "--advertise", "locks.example.org");
        assertThat(named.clientAddress()).hasToString("locks.example.org:9000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "0", "0.0.0.0", "::", "[::]", "224.0.0.1", "a_b!", "a b", "]a:b[", "1:2", "300.1.1.1.1"
            })
    void whatOthersCannotReachIsNotAdvertised(String host) {
        assertThat(options("--advertise", host).flaw()).startsWith("--advertise ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void offTheLoopbackAddressAServerIsInsecureOnlyIfItsOperatorSaysSo(String host) {
        String[] exposed = {"--host", host, "--advertise", "locks.example.org"};
        ServerOptions options = options(exposed);
        assertThat(options.isLocal()).isFalse();
        assertThat(options.flaw())
                .startsWith("--host " + host + " is not a loopback address: add ")
                .contains("--insecure");
        String[] insecure = {"--host", host, "--advertise", "locks.example.org", "--insecure"};
        assertThat(options(insecure).flaw()).isEmpty();
        assertThat(options("--insecure").isLocal()).isTrue();
    }

    @Test
    void anAddressElsewhereMayBeAdvertised() {
        ServerOptions options = options("--advertise", "[2001:DB8:0:0::1]");
        assertThat(options.flaw()).isEmpty();
        assertThat(options.peerAddress()).hasToString("[2001:db8::1]:9100");
    }

    private static ServerOptions options(String... words) {
        return CommandLine.populateCommand(new ServerOptions(), words);
    }
}
