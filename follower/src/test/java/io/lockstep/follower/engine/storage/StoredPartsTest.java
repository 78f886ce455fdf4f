package io.lockstep.follower.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.StorageException;
import io.lockstep.follower.storage.StorageException.Reason;
import io.lockstep.follower.trust.Doubt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mix of parts of a data directory: present, missing, older than the others, of another server, damaged. */
class StoredPartsTest {

    private static final List<String> PARTS = List.of("identity", "progress", "vote", "log", "snapshots");

    @TempDir
    Path directory;

    private Path path(String name) {
        return directory.resolve(name);
    }

    private StoredServer three(String name) {
        return new StoredServer(path(name), 1, 1, 2, 3);
    }

    private StoredServer alone(String name) {
        return new StoredServer(path(name), 1, 1);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                Files.createDirectories(target.getParent());
                Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void delete(Path part) throws IOException {
        try (Stream<Path> paths = Files.walk(part)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void replace(String server, String part, String from) throws IOException {
        delete(path(server).resolve(part));
        copy(path(from).resolve(part), path(server).resolve(part));
    }

    private static StorageException refused(StoredServer server) {
        StorageException refusal = catchThrowableOfType(StorageException.class, server::start);
        assertThat(refusal).as("it was taken").isNotNull();
        return refusal;
    }

    @Test
    void allPartsTogetherAreTakenAndOneMissingIsTold() throws IOException {
        three("whole").run(2, 30, true);
        for (int mix = 0; mix < 1 << PARTS.size(); mix++) {
            Path mixed = path("mix-" + mix);
            copy(path("whole"), mixed);
            for (int part = 0; part < PARTS.size(); part++) {
                if ((mix >> part & 1) == 0) {
                    delete(mixed.resolve(PARTS.get(part)));
                }
            }
            assertMix(mix, mixed);
        }
    }

    private void assertMix(int mix, Path mixed) throws IOException {
        StoredServer server = new StoredServer(mixed, 1, 1, 2, 3);
        if (mix == 0) {
            try (DataDirectory data = DataDirectory.open(mixed)) {
                assertThat(data.identity()).isEmpty();
            }
        } else if (mix == 1) {
            assertThat(server.start().isNew()).as("only an identity").isTrue();
        } else if (mix == (1 << PARTS.size()) - 1) {
            assertThat(server.start()).isEqualTo(new StoredServer.Start(false, Doubt.NONE, 30));
        } else {
            StorageException refusal = refused(server);
            assertThat(refusal.reason()).as("mix %s", mix).isEqualTo(Reason.CORRUPT);
            assertThat(refusal).hasMessageContaining(mixed.toString()).hasMessageContaining(DataDirectory.REMEDY);
        }
    }

    @Test
    void founderThatHasHadALogIsNoNewServer() throws IOException {
        alone("founder").run(1, 3, false);
        delete(path("founder").resolve("log"));
        assertThat(refused(alone("founder"))).hasMessageContaining("log is missing or empty");
    }

    @Test
    void founderThatNeverHadAnEntryMayFound() throws IOException {
        alone("founder").run(1, 0, false);
        assertThat(alone("founder").start().isNew())
                .as("it voted for itself, and crashed")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vote", "snapshots"})
    void partOlderThanTheOthersIsTold(String part) throws IOException {
        three("server").run(2, 30, true);
        copy(path("server"), path("older"));
        three("server").run(3, 60, true);
        replace("server", part, "older");
        StorageException refusal = refused(three("server"));
        assertThat(refusal.reason()).isEqualTo(Reason.CORRUPT);
        assertThat(refusal).hasMessageContaining("does not fit together").hasMessageContaining(DataDirectory.REMEDY);
    }

    @Test
    void logOlderThanTheOthersIsADoubtUnlessNobodyElseVotes() throws IOException {
        three("server").run(2, 30, false);
        copy(path("server"), path("older"));
        three("server").run(2, 60, false);
        replace("server", "log", "older");
        assertThat(three("server").start()).isEqualTo(new StoredServer.Start(false, Doubt.CUT_LOG, 30));
        assertThat(three("server").start().doubt()).as("until it has caught up").isEqualTo(Doubt.CUT_LOG);
        assertThat(three("server").start(true).doubt()).isEqualTo(Doubt.NONE);

        alone("alone").run(2, 30, false);
        copy(path("alone"), path("older-alone"));
        alone("alone").run(2, 60, false);
        replace("alone", "log", "older-alone");
        assertThat(refused(alone("alone"))).hasMessageContaining("2/30").hasMessageContaining("--accept-loss");
        assertThat(alone("alone").start(true).doubt()).isEqualTo(Doubt.NONE);
        assertThat(alone("alone").start().lastIndex()).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "progress", "vote", "log", "snapshots"})
    void partOfAnotherServerIsTold(String part) throws IOException {
        three("server").run(2, 30, true);
        new StoredServer(path("other"), 2, 1, 2, 3).run(2, 30, true);
        replace("server", part, "other");
        StorageException refusal = refused(three("server"));
        assertThat(refusal.reason()).isEqualTo(Reason.OTHER_SERVER);
        assertThat(refusal).hasMessageContaining("another server").hasMessageContaining(DataDirectory.REMEDY);
    }

    @Test
    void lastBatchThatIsUnreadableIsADoubtUnlessNobodyElseVotes() throws IOException {
        three("server").run(2, 30, false);
        spoilLastByte(path("server"));
        assertThat(three("server").start()).isEqualTo(new StoredServer.Start(false, Doubt.CUT_LOG, 29));
        alone("alone").run(2, 30, false);
        spoilLastByte(path("alone"));
        assertThat(alone("alone").start()).isEqualTo(new StoredServer.Start(false, Doubt.NONE, 29));
    }

    private static void spoilLastByte(Path root) throws IOException {
        Path segment = root.resolve("log").resolve("segment-0000000001.log");
        byte[] content = Files.readAllBytes(segment);
        int last = content.length - 1;
        while (content[last] == 0) {
            last--;
        }
        content[last] ^= 1;
        Files.write(segment, content);
    }

    @Test
    void anyByteFlippedOrCutInASmallPartIsRefused() throws IOException {
        three("server").run(2, 30, true);
        List<Path> files;
        try (Stream<Path> paths = Files.walk(path("server"))) {
            files = paths.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("segment-") && !file.endsWith("lock"))
                    .toList();
        }
        assertThat(files)
                .as("identity, progress, vote; seal, metadata and map of the snapshot")
                .hasSize(6);
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            for (int offset = 0; offset < whole.length; offset++) {
                byte[] flipped = whole.clone();
                flipped[offset] ^= (byte) (1 << offset % 8);
                assertRefused(file, flipped, offset);
                assertRefused(file, Arrays.copyOf(whole, offset), offset);
            }
            Files.write(file, whole);
        }
        assertThat(three("server").start().doubt()).isEqualTo(Doubt.NONE);
    }

    private void assertRefused(Path file, byte[] content, int offset) throws IOException {
        Files.write(file, content);
        assertThatThrownBy(() -> three("server").start())
                .as("%s at %s", file, offset)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(path("server").toString());
    }
}
