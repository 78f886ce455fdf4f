package io.lockstep.common.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Measures an {@link EchoServer}: {@code PORT CONNECTIONS OUTSTANDING SECONDS}. Each connection sends one request after
 * another.
 */
final class EchoLoad {

    private static final byte[] REQUEST = "STATUS \"Lock 1\"\r\n".getBytes(StandardCharsets.UTF_8);

    private EchoLoad() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        int connections = Integer.parseInt(arguments[1]);
        int outstanding = Integer.parseInt(arguments[2]);
        long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[3]));
        Selector selector = Selector.open();
        byte[] first = new byte[REQUEST.length * outstanding];
        for (int i = 0; i < outstanding; i++) {
            System.arraycopy(REQUEST, 0, first, i * REQUEST.length, REQUEST.length);
        }
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.write(ByteBuffer.wrap(first));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        }
        ByteBuffer replies = ByteBuffer.allocateDirect(64 * 1024);
        ByteBuffer requests = ByteBuffer.allocateDirect(first.length).put(first);
        long[] answered = {0};
        long start = System.nanoTime();
        long measured = start;
        while (System.nanoTime() - start < nanos) {
            selector.select(key -> answer((SocketChannel) key.channel(), replies, requests, answered));
            if (System.nanoTime() - measured > 1_000_000_000L) {
                System.out.println(answered[0] * 1_000_000_000L / (System.nanoTime() - measured) + " replies/s");
                measured = System.nanoTime();
                answered[0] = 0;
            }
        }
    }

    private static void answer(SocketChannel channel, ByteBuffer replies, ByteBuffer requests, long[] answered) {
        try {
            replies.clear();
            int lines = 0;
            for (int i = channel.read(replies) - 1; i >= 0; i--) {
                lines += replies.get(i) == '\n' ? 1 : 0;
            }
            answered[0] += lines;
            requests.position(0).limit(Math.min(requests.capacity(), lines * REQUEST.length));
            channel.write(requests);
        } catch (java.io.IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}
