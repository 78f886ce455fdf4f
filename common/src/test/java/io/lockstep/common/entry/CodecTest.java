package io.lockstep.common.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.common.lock.Entry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyValueComesBackEqual(long seed) {
        RandomValues values = new RandomValues(new SplittableRandom(seed));
        for (int i = 0; i < 500; i++) {
            Entry entry = values.entry();
            assertThat(EntryCodec.decode(EntryCodec.encode(entry)))
                    .as("seed %d", seed)
                    .isEqualTo(entry);
            var result = values.result();
            ByteWriter out = new ByteWriter(1);
            ResultCodec.write(out, result);
            ByteReader in = new ByteReader(out.toByteArray());
            assertThat(ResultCodec.read(in)).as("seed %d", seed).isEqualTo(result);
            in.requireEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aDamagedEntryIsNeverTakenForAnother(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomValues values = new RandomValues(random);
        for (int i = 0; i < 500; i++) {
            Entry entry = values.entry();
            byte[] damaged = Damage.damage(EntryCodec.encode(entry), random);
            assertEqualOrMalformed(seed, entry, damaged, EntryCodec::decode);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void damagedPiecesWithoutAChecksumAreReadOrMalformedAndNothingElse(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomValues values = new RandomValues(random);
        for (int i = 0; i < 1_000; i++) {
            ByteWriter submission = new ByteWriter(64);
            CommandCodec.writeSubmission(submission, values.submission());
            readOrMalformed(seed, submission, random, CommandCodec::readSubmission);
            ByteWriter result = new ByteWriter(64);
            ResultCodec.write(result, values.result());
            readOrMalformed(seed, result, random, ResultCodec::read);
            readOrMalformed(seed, result, random, ResultCodec::readRefused);
        }
    }

    @Test
    void everyPrefixOfAnEntryIsMalformed() {
        RandomValues values = new RandomValues(new SplittableRandom(42));
        byte[] whole = EntryCodec.encode(values.entry());
        for (int length = 0; length < whole.length; length++) {
            byte[] prefix = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> EntryCodec.decode(prefix)).isInstanceOf(MalformedEncodingException.class);
        }
    }

    @Test
    void anotherVersionIsRefusedByNumber() {
        byte[] bytes = EntryCodec.encode(new RandomValues(new SplittableRandom(1)).entry());
        bytes[0] = 9;
        assertThatThrownBy(() -> EntryCodec.decode(bytes))
                .isInstanceOf(MalformedEncodingException.class)
                .hasMessageContaining("version 9");
    }

    @Test
    void aCountThatTheBytesCannotHoldIsRefusedBeforeAnythingIsAllocated() {
        ByteWriter out = new ByteWriter(8);
        out.writeVarint(Integer.MAX_VALUE);
        ByteReader in = new ByteReader(out.toByteArray());
        assertThatThrownBy(() -> Lists.read(in, 1, ByteReader::readByte))
                .isInstanceOf(MalformedEncodingException.class);
    }

    @Test
    void textThatIsNotUtf8IsMalformedButTheReplacementCharacterItselfIsText() {
        assertThatThrownBy(() -> new ByteReader(new byte[] {2, (byte) 0xC3, 'a'}).readString())
                .isInstanceOf(MalformedEncodingException.class);
        byte[] text = "\uFFFD".getBytes(StandardCharsets.UTF_8);
        assertThat(new ByteReader(new byte[] {3, text[0], text[1], text[2]}).readString())
                .isEqualTo("\uFFFD");
    }

    @Test
    void aNumberHasOneFormOnly() {
        assertThatThrownBy(() -> new ByteReader(new byte[] {(byte) 0x81, 0}).readVarint())
                .isInstanceOf(MalformedEncodingException.class);
        byte[] tooLarge = new byte[10];
        Arrays.fill(tooLarge, (byte) 0xFF);
        tooLarge[9] = 2;
        assertThatThrownBy(() -> new ByteReader(tooLarge).readVarint()).isInstanceOf(MalformedEncodingException.class);
        tooLarge[9] = 1;
        assertThat(new ByteReader(tooLarge).readVarint()).isEqualTo(-1);
    }

    private static <T> void assertEqualOrMalformed(long seed, T original, byte[] damaged, Function<byte[], T> decode) {
        T decoded;
        try {
            decoded = decode.apply(damaged);
        } catch (MalformedEncodingException e) {
            return;
        }
        assertThat(decoded).as("seed %d", seed).isEqualTo(original);
    }

    /** Any other exception fails the test. */
    private static void readOrMalformed(
            long seed, ByteWriter written, SplittableRandom random, Function<ByteReader, Object> read) {
        byte[] damaged = Damage.damage(written.toByteArray(), random);
        try {
            assertThat(read.apply(new ByteReader(damaged))).as("seed %d", seed).isNotNull();
        } catch (MalformedEncodingException e) {
            assertThat(e).as("seed %d", seed).hasMessageMatching(".+");
        }
    }
}
