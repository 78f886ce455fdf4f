package io.lockstep.common.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OutboundBufferTest {

    @Test
    void bytesComeOutInOrderInPartialWrites() throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        OutboundBuffer buffer = new OutboundBuffer(1_000_000);
        Reader reader = new Reader();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            String line = "\u00fc" + "x".repeat(random.nextInt(300)) + i;
            assertThat(buffer.add(line)).isTrue();
            expected.append(line).append("\r\n");
            if (random.nextInt(3) == 0) {
                reader.takes = random.nextInt(2_000);
                buffer.writeTo(reader);
            }
        }
        reader.takes = Integer.MAX_VALUE;
        buffer.writeTo(reader);

        assertThat(reader.taken.toString(StandardCharsets.UTF_8)).isEqualTo(expected.toString());
        assertThat(buffer.size()).isZero();
    }

    @Test
    void lineBeyondTheBoundIsNotAdded() {
        OutboundBuffer buffer = new OutboundBuffer(20);

        assertThat(buffer.add("1234567890")).isTrue();
        assertThat(buffer.add("1234567")).isFalse();
        assertThat(buffer.size()).isEqualTo(12);
        assertThat(buffer.add("123456")).isTrue();
    }

    private static final class Reader implements WritableByteChannel {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int takes;

        @Override
        public int write(ByteBuffer source) {
            int count = Math.min(takes, source.remaining());
            takes -= count;
            for (int i = 0; i < count; i++) {
                taken.write(source.get());
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
