package io.lockstep.common.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names become addresses anew at each connect, in time, and all addresses are tried. */
@Timeout(20)
class DiallerTest {

    private static final HostPort PLACE = new HostPort("two.test", 9000);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void allAddressesAreTriedInTurnWithAShareOfTheTime() throws Exception {
        Dialler dialler = new Dialler(new HostLookup(host -> addresses("192.0.2.1", "192.0.2.2", "::1")));
        List<String> tried = new ArrayList<>();
        List<Integer> times = new ArrayList<>();

        String reached = dialler.connect(PLACE, SECOND, (address, millis) -> {
            tried.add(Addresses.text(address));
            times.add(millis);
            if (tried.size() < 3) {
                throw new IOException("connection refused");
            }
            return Addresses.text(address);
        });

        assertThat(reached).isEqualTo("[::1]:9000");
        assertThat(tried).containsExactly("192.0.2.1:9000", "192.0.2.2:9000", "[::1]:9000");
        assertThat(times.get(0)).isBetween(1, 333);
        assertThat(times).allMatch(millis -> millis <= 1_000);
    }

    @Test
    void theReasonIsThatOfTheLastAddress() {
        Dialler dialler = new Dialler(new HostLookup(host -> addresses("192.0.2.1", "192.0.2.2")));
        assertThatThrownBy(() -> dialler.connect(PLACE, SECOND, (address, millis) -> {
                    throw new IOException("refused at " + Addresses.text(address));
                }))
                .hasMessage("refused at 192.0.2.2:9000");
    }

    @Test
    void aNameIsAskedForAtEachConnect() throws Exception {
        AtomicReference<String> now = new AtomicReference<>("192.0.2.1");
        Dialler dialler = new Dialler(new HostLookup(host -> addresses(now.get())));
        assertThat(connected(dialler)).isEqualTo("192.0.2.1:9000");
        now.set("192.0.2.7");
        assertThat(connected(dialler)).isEqualTo("192.0.2.7:9000");
    }

    @Test
    void aNameServiceThatDoesNotAnswerTakesNoLongerThanTheTimeout() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        AtomicInteger questions = new AtomicInteger();
        HostLookup lookup = new HostLookup(host -> {
            if (questions.getAndIncrement() > 0) {
                await(answers);
            }
            return addresses("192.0.2.1");
        });
        assertThat(lookup.addresses("a.test", SECOND)).hasSize(1);

        // The last known address meanwhile.
        assertThat(lookup.addresses("a.test", Duration.ofMillis(10))).hasSize(1);
        assertThatThrownBy(() -> lookup.addresses("b.test", Duration.ofMillis(10)))
                .hasMessage("the name service does not answer");
        assertThatThrownBy(() -> lookup.addresses("b.test", Duration.ofMillis(10)))
                .hasMessage("the name service does not answer");
        assertThat(questions).as("one question for each name at a time").hasValueLessThanOrEqualTo(3);
        answers.countDown();
        assertThat(lookup.addresses("b.test", Duration.ofSeconds(10))).hasSize(1);
    }

    @Test
    void aNameThatIsUnknownNowKeepsItsAddress() throws Exception {
        AtomicInteger questions = new AtomicInteger();
        HostLookup lookup = new HostLookup(host -> {
            if (questions.getAndIncrement() > 0) {
                throw new UnknownHostException(host);
            }
            return addresses("192.0.2.1");
        });
        assertThat(lookup.addresses("a.test", SECOND)).isEqualTo(lookup.addresses("a.test", SECOND));
        assertThatThrownBy(() -> lookup.addresses("b.test", SECOND)).hasMessage("no such host");
    }

    @Test
    void anAddressIsNoName() throws Exception {
        HostLookup lookup = new HostLookup(host -> {
            throw new AssertionError("asked for " + host);
        });
        assertThat(lookup.addresses("127.0.0.1", SECOND)).containsExactly(addresses("127.0.0.1"));
        assertThat(lookup.addresses("::1", SECOND)).containsExactly(addresses("::1"));
        assertThat(HostLookup.isLiteral("255.255.255.255")).isTrue();
        assertThat(HostLookup.isLiteral("256.1.1.1")).isFalse();
        assertThat(HostLookup.isLiteral("1.2.3.4.")).isFalse();
        assertThat(HostLookup.isLiteral("1.2.3")).isFalse();
        assertThat(HostLookup.isLiteral("a.b.c.d")).isFalse();
    }

    @Test
    void ipv6IsWrittenInItsShortForm() throws Exception {
        for (String text :
                List.of("::", "::1", "1::", "2001:db8::1:0:0:1", "fe80::1", "1:2:3:4:5:6:7:8", "1:0:3:4:5:6:7:8")) {
            assertThat(Addresses.text(InetAddress.getByName(text))).isEqualTo(text);
        }
        assertThat(Addresses.text(InetAddress.getByName("2001:DB8:0:0:1:0:0:1")))
                .isEqualTo("2001:db8::1:0:0:1");
        assertThat(Addresses.text(new InetSocketAddress(addresses("::1")[0], 9000)))
                .isEqualTo("[::1]:9000");
    }

    private static String connected(Dialler dialler) throws IOException {
        return dialler.connect(PLACE, SECOND, (address, millis) -> Addresses.text(address));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InetAddress[] addresses(String... texts) throws UnknownHostException {
        InetAddress[] all = new InetAddress[texts.length];
        for (int i = 0; i < texts.length; i++) {
            all[i] = InetAddress.getByName(texts[i]);
        }
        return all;
    }
}
