package io.lockstep.common.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.lockstep.common.command.Entry;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checksum exposes damaged bytes. A part without a checksum is read or refused and causes no other error. */
class DamagedCodecTest {

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
    void damagedPartsAreReadOrMalformed(long seed) {
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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyDamagedByteIsFound(long seed) {
        RandomValues values = new RandomValues(new SplittableRandom(seed));
        for (int i = 0; i < 5; i++) {
            everyByteDamaged(
                    EntryCodec.encode(values.entry()), damaged -> assertMalformed(seed, damaged, EntryCodec::decode));
            everyByteDamaged(
                    SnapshotCodec.encode(values.image()),
                    damaged -> assertMalformed(seed, damaged, SnapshotCodec::decode));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void partsDamagedAtAnyByteAreReadOrMalformed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomValues values = new RandomValues(random);
        for (int i = 0; i < 12; i++) {
            ByteWriter command = new ByteWriter(64);
            CommandCodec.write(command, values.command());
            everyByteDamaged(command.toByteArray(), damaged -> readOrMalformed(seed, damaged, CommandCodec::read));
            ByteWriter result = new ByteWriter(64);
            ResultCodec.write(result, values.result());
            everyByteDamaged(result.toByteArray(), damaged -> readOrMalformed(seed, damaged, ResultCodec::read));
            ByteWriter audited = new ByteWriter(64);
            AuditCodec.write(audited, values.audited());
            everyByteDamaged(audited.toByteArray(), damaged -> readOrMalformed(seed, damaged, AuditCodec::read));
        }
    }

    /** Damages each byte in turn, in several ways. */
    private static void everyByteDamaged(byte[] whole, Consumer<byte[]> check) {
        for (int at = 0; at < whole.length; at++) {
            for (int mask : new int[] {1, 16, 128, 0xFF}) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) mask;
                check.accept(damaged);
            }
        }
    }

    private static void assertMalformed(long seed, byte[] damaged, Function<byte[], Object> decode) {
        Object decoded;
        try {
            decoded = decode.apply(damaged);
        } catch (MalformedEncodingException e) {
            return;
        }
        fail("seed %d: damaged, and read as %s", seed, decoded);
    }

    @Test
    void everyPrefixIsRefused() {
        RandomValues values = new RandomValues(new SplittableRandom(42));
        everyPrefixIsMalformed(EntryCodec.encode(values.entry()), EntryCodec::decode);
        everyPrefixIsMalformed(SnapshotCodec.encode(values.image()), SnapshotCodec::decode);
    }

    private static void everyPrefixIsMalformed(byte[] whole, Function<byte[], Object> decode) {
        for (int length = 0; length < whole.length; length++) {
            assertMalformed(42, Arrays.copyOf(whole, length), decode);
        }
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

    private static void readOrMalformed(
            long seed, ByteWriter written, SplittableRandom random, Function<ByteReader, Object> read) {
        readOrMalformed(seed, Damage.damage(written.toByteArray(), random), read);
    }

    /** Any other exception fails the test. */
    private static void readOrMalformed(long seed, byte[] damaged, Function<ByteReader, Object> read) {
        try {
            Objects.requireNonNull(read.apply(new ByteReader(damaged)));
        } catch (MalformedEncodingException e) {
            Objects.requireNonNull(e.getMessage());
        } catch (RuntimeException bug) {
            fail("seed " + seed + ": " + Arrays.toString(damaged), bug);
        }
    }
}
