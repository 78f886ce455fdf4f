package io.lockstep.common.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A separate process that answers each line with itself, for tests of limits and for measuring. Prints its port. */
final class EchoServer implements LoopOwner {

    private EchoServer() {}

    public static void main(String[] arguments) throws Exception {
        EventLoop loop = new EventLoop(
                new EchoServer(), new LoopSettings(4096, 100_000, "* BYE reason=connections", 1 << 20, 1 << 28));
        InetSocketAddress address = loop.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        System.out.println(address.getPort());
        Thread parent = new Thread(EchoServer::endWithParent);
        parent.setDaemon(true);
        parent.start();
        loop.run();
    }

    /** The parent process holds the standard input; the server ends with it. */
    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // The input does not matter.
            }
        } catch (IOException broken) {
            // Ends the server, too.
        }
        Runtime.getRuntime().halt(0);
    }

    @Override
    public ConnectionHandler opened(Connection connection) {
        connection.send("* HI");
        return new Echo(connection);
    }

    @Override
    public long tick(long nowNanos) {
        return Duration.ofHours(1).toNanos();
    }

    @Override
    public void stalled(long gapNanos) {}

    @Override
    public void cut(int clients) {}

    @Override
    public void acceptFailed(IOException reason) {
        System.out.println("acceptFailed " + reason.getMessage());
    }

    private record Echo(Connection connection) implements ConnectionHandler {
        @Override
        public void line(String line) {
            connection.send(line);
        }

        @Override
        public void lineTooLong() {}

        @Override
        public void badEncoding() {}

        @Override
        public void inputEnded() {
            connection.close();
        }

        @Override
        public void closed() {}
    }
}
