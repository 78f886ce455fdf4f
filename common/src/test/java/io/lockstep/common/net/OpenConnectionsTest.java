package io.lockstep.common.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** How many connections one address may have. */
final class OpenConnectionsTest {

    private final OpenConnections<Integer> limit = new OpenConnections<>(10, 2);

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    private void open(int connection, String address) throws UnknownHostException {
        assertThat(limit.hasRoomFor(address(address))).isTrue();
        limit.opened(connection, address(address));
    }

    @Test
    void oneAddressHasItsShareAndOthersHaveTheirs() throws UnknownHostException {
        open(1, "10.0.0.1");
        open(2, "10.0.0.1");
        assertThat(limit.hasRoomFor(address("10.0.0.1"))).isFalse();
        open(3, "10.0.0.2");
        limit.closed(1);
        open(4, "10.0.0.1");
        assertThat(limit.hasRoomFor(address("10.0.0.1"))).isFalse();
    }

    @Test
    void allTogetherHaveABound() throws UnknownHostException {
        for (int connection = 0; connection < 10; connection++) {
            open(connection, "10.0.0." + connection);
        }
        assertThat(limit.hasRoomFor(address("10.0.1.1"))).isFalse();
        assertThat(limit.hasRoomFor(address("127.0.0.1"))).isFalse();
    }

    @Test
    void loopbackHasNoBoundOfItsOwn() throws UnknownHostException {
        for (int connection = 0; connection < 5; connection++) {
            open(connection, "127.0.0.1");
            open(100 + connection, "::1");
        }
    }

    @Test
    void oneIpv6NetworkIsOneAddress() throws UnknownHostException {
        open(1, "2001:db8::1");
        open(2, "2001:db8::2");
        assertThat(limit.hasRoomFor(address("2001:db8::3"))).isFalse();
        open(3, "2001:db8:0:1::3");
    }
}
