package io.lockstep.common.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.lock.Grant;
import io.lockstep.common.lock.StateImage;
import io.lockstep.common.lock.StateImage.SessionImage;
import io.lockstep.common.record.AnswerMemory;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BackupTest {

    private final RandomValues values = new RandomValues(new SplittableRandom(11));

    @Test
    void aBackupComesBackEqual() {
        for (int i = 0; i < 200; i++) {
            Backup backup = values.backup();
            Backup decoded = Backup.decode(pieces(backup));
            assertThat(decoded).usingRecursiveComparison().isEqualTo(backup);
            assertThat(Backup.verify(pieces(backup))).isEqualTo(backup.header());
        }
    }

    @Test
    void itHasNoKeysAndNoAnswers() {
        SessionImage session = new SessionImage(
                5,
                new SessionKey(0x1234_5678_9ABCL, 99),
                50_000,
                10_000,
                true,
                1,
                77,
                new ServerIncarnation(1, 1),
                "a:1",
                "anna",
                3,
                new AnswerMemory(2),
                List.of(),
                "",
                null);
        SessionImage kept = new Backup(values.backup().header(), image(List.of(session)))
                .image()
                .sessions()
                .get(0);
        assertThat(kept.key()).isEqualTo(new SessionKey(0, 5));
        assertThat(kept.resumable()).isFalse();
        assertThat(kept.lastAttempt()).isZero();
        assertThat(kept.answers().forgottenUpTo()).isZero();
        assertThat(kept.label()).isEqualTo("anna");
    }

    @Test
    void everyFlippedBitIsRefused() {
        byte[] whole = bytes(values.backup());
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(damaged);
        }
    }

    @Test
    void everyPrefixAndEveryAddedByteIsRefused() {
        byte[] whole = bytes(values.backup());
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length));
        }
        assertRefused(Arrays.copyOf(whole, whole.length + 1));
    }

    @Test
    void theBlocksOfALargeOneCannotBeMissingSwappedOrRepeated() {
        List<byte[]> parts = new ArrayList<>();
        ByteSource pieces = large().encode();
        for (byte[] piece = pieces.next(); piece.length > 0; piece = pieces.next()) {
            assertThat(piece).hasSizeLessThanOrEqualTo(BlockFramer.BLOCK_BYTES_MAX + BlockFramer.FRAME_BYTES);
            parts.add(piece);
        }
        assertThat(parts).hasSizeGreaterThan(5);
        assertThat(Backup.verify(ByteSource.of(joined(parts))).server()).isPositive();
        for (int at = 1; at < parts.size() - 1; at++) {
            List<byte[]> missing = new ArrayList<>(parts);
            byte[] part = missing.remove(at);
            assertRefused(joined(missing));
            missing.add(at + 1, part);
            assertRefused(joined(missing));
            List<byte[]> twice = new ArrayList<>(parts);
            twice.add(at, part);
            assertRefused(joined(twice));
        }
    }

    @Test
    void aLargeOneComesBackFromPiecesOfAnySize() {
        Backup backup = large();
        byte[] whole = bytes(backup);
        for (int size : new int[] {1, 7, 4_096, whole.length}) {
            assertThat(Backup.decode(inPiecesOf(size, whole))
                            .image()
                            .sessions()
                            .get(0)
                            .locks())
                    .extracting(Grant::token)
                    .isEqualTo(backup.image().sessions().get(0).locks().stream()
                            .map(Grant::token)
                            .toList());
        }
    }

    @Test
    void otherFilesAndOtherVersionsAreToldApart() {
        byte[] other = SnapshotCodec.encode(values.image());
        assertThatThrownBy(() -> Backup.decode(ByteSource.of(other))).hasMessage("it is not a backup");
        byte[] newer = bytes(values.backup());
        newer[7] = 9;
        assertThatThrownBy(() -> Backup.decode(ByteSource.of(newer)))
                .hasMessage("it is a backup of version 9, and this program reads version 5 only");
    }

    private static void assertRefused(byte[] damaged) {
        for (ThrowingCallable read : List.<ThrowingCallable>of(
                () -> Backup.decode(ByteSource.of(damaged)), () -> Backup.verify(ByteSource.of(damaged)))) {
            assertThatThrownBy(read).isInstanceOf(MalformedEncodingException.class);
        }
    }

    private Backup large() {
        List<Grant> locks = IntStream.range(0, 20_000)
                .mapToObj(n -> new Grant(new LockName("lock " + n), LockMode.EXCLUSIVE, n, n, n, 0, 0))
                .toList();
        SessionImage session = new SessionImage(
                1,
                new SessionKey(1, 2),
                50_000,
                1,
                true,
                1,
                1,
                new ServerIncarnation(1, 1),
                "",
                "",
                0,
                new AnswerMemory(0),
                locks,
                "",
                null);
        return new Backup(new BackupHeader("c", 1, 2, 3, "v", 4, 5, 6), image(List.of(session)));
    }

    private static StateImage image(List<SessionImage> sessions) {
        return new StateImage(
                "c",
                0,
                0,
                0,
                0,
                0,
                List.of(),
                List.of(),
                sessions,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                0,
                new StateImage.HistoryImage(0, 0, 0, List.of()),
                1);
    }

    private static ByteSource pieces(Backup backup) {
        return ByteSource.of(bytes(backup));
    }

    private static byte[] bytes(Backup backup) {
        List<byte[]> all = new ArrayList<>();
        ByteSource pieces = backup.encode();
        for (byte[] piece = pieces.next(); piece.length > 0; piece = pieces.next()) {
            all.add(piece);
        }
        return joined(all);
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static ByteSource inPiecesOf(int size, byte[] whole) {
        return new ByteSource() {
            private int at;

            @Override
            public byte[] next() {
                int from = at;
                at = Math.min(whole.length, at + size);
                return Arrays.copyOfRange(whole, from, at);
            }

            @Override
            public long remaining() {
                return (long) whole.length - at;
            }
        };
    }
}
