package io.lockstep.follower.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is stuck, one that has no leader, one that is starting, and one that is well are told apart. */
class HealthTest {

    private static final String OK = "HTTP/1.1 200 ";
    private static final String FAILED = "HTTP/1.1 503 ";

    private ServedHttp server;

    @BeforeEach
    void open() throws Exception {
        server = new ServedHttp();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void aServerThatReadsItsDataLivesAndIsNotStarted() throws Exception {
        assertThat(server.get("/livez")).startsWith(OK).endsWith("\r\n\r\nok\n");
        assertThat(server.get("/startupz")).startsWith(FAILED).contains("[-] started: ");
        assertThat(server.get("/readyz")).startsWith(FAILED).contains("[-] started: ");
    }

    @Test
    void aServerWithoutALeaderLivesAndIsNotReady() throws Exception {
        server.start().follow(0);
        assertThat(server.get("/livez")).startsWith(OK);
        assertThat(server.get("/startupz")).startsWith(OK);
        assertThat(server.get("/readyz")).startsWith(FAILED).contains("[-] leader: no leader is known");
    }

    @Test
    void aFollowerThatIsUpToDateIsReady() throws Exception {
        wellServer();
        assertThat(server.get("/readyz")).startsWith(OK).endsWith("\r\n\r\nok\n");
        assertThat(server.get("/readyz?verbose"))
                .startsWith(OK)
                .contains("[+] started: ", "[+] loop: ", "[+] disk: ", "[+] leader: server 1 leads", "[+] applied: ")
                .endsWith("ok\n");
    }

    @Test
    void aServerWhoseLoopStandsStillDoesNotLive() throws Exception {
        wellServer();
        Runnable goOn = server.standStill();
        server.clock.pass(4_000);
        assertThat(server.get("/livez")).startsWith(OK);
        server.clock.pass(2_000);
        assertThat(server.get("/livez")).startsWith(FAILED).contains("[-] loop: the loop has not turned for 6 s");
        assertThat(server.get("/readyz")).startsWith(FAILED).contains("[-] loop: ");
        goOn.run();
        server.run(() -> {});
        assertThat(server.get("/livez")).startsWith(OK);
    }

    @Test
    void aDiskThatDoesNotAnswerIsToldFromALoopThatStandsStill() throws Exception {
        wellServer();
        server.diskSilentMillis = 2_000;
        assertThat(server.get("/livez")).startsWith(OK);
        server.diskSilentMillis = 6_000;
        assertThat(server.get("/livez"))
                .startsWith(FAILED)
                .contains("[-] disk: ")
                .doesNotContain("[-] loop");
    }

    @Test
    void aServerThatIsBehindIsNotReady() throws Exception {
        wellServer();
        server.behindMillis = 6_000;
        assertThat(server.get("/readyz")).startsWith(FAILED).contains("[-] applied: the lock map is 6 s behind");
        assertThat(server.get("/livez")).startsWith(OK);
    }

    @Test
    void aServerThatStopsSendsItsClientsElsewhereAndLives() throws Exception {
        wellServer();
        server.pulse.stops();
        assertThat(server.get("/readyz")).startsWith(FAILED).contains("[-] running: the server is stopping");
        assertThat(server.get("/livez")).startsWith(OK);
    }

    private void wellServer() throws Exception {
        server.start();
        // It leads alone in the eyes of its node: what it has applied is all there is.
        server.lead();
    }
}
