package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.SharedCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Invalid input of a client, by mistake or malice: it gets a clear error, and no other client notices. */
class BadInputTest {

    @SharedCluster(servers = 1)
    static RealCluster cluster;

    @AfterAll
    static void requireACleanLog() {
        assertThat(cluster.process(1).text()).doesNotContain("Exception", "\tat ");
    }

    @Test
    void anUnknownVerb() throws Exception {
        requireErrorAndGoOn("FROB x", "ERR UNKNOWN_VERB msg=\"there is no verb FROB; HELP lists the verbs\"");
    }

    @Test
    void wrongArguments() throws Exception {
        requireErrorAndGoOn("LOCK", "ERR BAD_ARGS ");
        requireErrorAndGoOn("LOCK a wait=soon", "ERR BAD_ARGS ");
        requireErrorAndGoOn("LOCK a wiat=0s", "ERR BAD_ARGS ");
        requireErrorAndGoOn("LOCK a req=1 req=1", "ERR BAD_ARGS ");
        requireErrorAndGoOn("RELEASE a token=-1", "ERR BAD_ARGS ");
        requireErrorAndGoOn("STATUS a index=99999999999999999999", "ERR BAD_ARGS ");
        requireErrorAndGoOn("HELLO ttl=0s", "ERR BAD_ARGS ");
        requireErrorAndGoOn("HELLO 2", "ERR BAD_VERSION ");
        requireErrorAndGoOn("HELLO session=1 key=00000000000000000000000000000000", "ERR SESSION_EXPIRED ");
    }

    @Test
    void aNameWithASpaceAndNoQuotes() throws Exception {
        requireErrorAndGoOn(
                "LOCK Lock 1",
                "ERR BAD_ARGS limit=1 msg=\"a client of this cluster may hold one lock; one name expected; quote names"
                        + " with spaces: LOCK \\\"Lock 1\\\"\"");
    }

    @Test
    void aNameThatIsTooLong() throws Exception {
        requireErrorAndGoOn("LOCK " + "n".repeat(256), "ERR BAD_ARGS ");
        // The limit counts bytes, not letters.
        requireErrorAndGoOn("LOCK " + "ä".repeat(128), "ERR BAD_ARGS ");
        requireErrorAndGoOn("LOCK \"\"", "ERR BAD_ARGS ");
    }

    @Test
    void controlCharacters() throws Exception {
        requireErrorAndGoOn("LOCK \"a\\nb\"", "ERR BAD_ARGS ");
        requireErrorAndGoOn("LOCK \"a\\u{0}b\"", "ERR BAD_");
        requireErrorAndGoOn("LOCK a\u0007b", "ERR BAD_FORMAT ");
        requireErrorAndGoOn("LOCK \"a\u001b[2Jb\"", "ERR BAD_FORMAT ");
        requireErrorAndGoOn("LOCK \"not closed", "ERR BAD_FORMAT msg=\"a double quote is not closed\"");
    }

    @Test
    void whatIsNotUtf8() throws Exception {
        requireErrorAndEnd(new byte[] {'L', 'O', 'C', 'K', ' ', (byte) 0xC3, (byte) 0x28, '\n'}, "ERR BAD_ENCODING ");
        requireErrorAndEnd(new byte[] {'P', 'I', 'N', 'G', 0, '\n'}, "ERR BAD_ENCODING ");
        // A UTF-16 surrogate in UTF-8 clothes, and an overlong form.
        requireErrorAndEnd(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80, '\n'}, "ERR BAD_ENCODING ");
        requireErrorAndEnd(new byte[] {(byte) 0xC0, (byte) 0xAF, '\n'}, "ERR BAD_ENCODING ");
    }

    @Test
    void anEndlessLine() throws Exception {
        requireErrorAndEnd("x".repeat(5_000).getBytes(StandardCharsets.UTF_8), "ERR LINE_TOO_LONG ");
    }

    /** What a page in a browser can have it send: the lines behind the headers must not be taken for requests. */
    @Test
    void aRequestOfABrowserIsNotReadToItsEnd() throws Exception {
        String post = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n\r\nLOCK browsed\r\n";
        requireErrorAndEnd(post.getBytes(StandardCharsets.UTF_8), "ERR BAD_FORMAT ");
        try (LineClient client = cluster.connect(1)) {
            assertThat(client.ask("STATUS browsed").line()).contains(" state=free ");
        }
    }

    @Test
    void theClientProgramSaysTheSameByItsExitStatus() throws Exception {
        String server = "127.0.0.1:" + cluster.port(1);
        requireResult(65, ClientProgram.run("", "-s", server, "status", "n".repeat(256)));
        requireResult(64, ClientProgram.run("", "-s", server, "frob"));
        requireResult(65, ClientProgram.run("frob", "-s", server));
        requireResult(69, ClientProgram.run("", "-s", "127.0.0.1:1", "--timeout", "500ms", "status", "a"));
        requireResult(1, ClientProgram.run("", "-s", server, "release", "a"));
    }

    private static void requireResult(int exitCode, ClientProgram.Result result) {
        assertThat(result.text()).startsWith("lockstep: ").doesNotContain("Exception", "\tat ");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(exitCode);
    }

    private static void requireErrorAndGoOn(String line, String reply) throws IOException {
        try (LineClient client = cluster.connect(1)) {
            LineClient.Answer answer = client.ask(line);
            assertThat(answer.line()).startsWith(reply).contains("msg=\"");
            assertThat(client.ask("PING still-here").line()).isEqualTo("OK PONG still-here");
        }
    }

    private static void requireErrorAndEnd(byte[] bytes, String reply) throws IOException {
        try (LineClient client = cluster.connect(1)) {
            client.send(bytes);
            assertThat(client.read()).startsWith(reply).contains("msg=\"");
            assertThat(client.read()).isNull();
        }
    }
}
