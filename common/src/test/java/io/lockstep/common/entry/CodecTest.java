package io.lockstep.common.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.Quotas;
import io.lockstep.common.access.User;
import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.command.Submission;
import io.lockstep.common.lock.Grant;
import io.lockstep.common.lock.StateImage;
import io.lockstep.common.record.AnswerMemory;
import io.lockstep.common.record.GrantHistory;
import io.lockstep.common.record.PastGrant;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every value reads back equal, and no value has two forms. */
class CodecTest {

    private static final StateImage.HistoryImage NO_HISTORY = new StateImage.HistoryImage(0, 0, 0, List.of());

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
    void everyImageComesBackEqual(long seed) {
        RandomValues values = new RandomValues(new SplittableRandom(seed));
        for (int i = 0; i < 50; i++) {
            StateImage image = values.image();
            StateImage decoded = SnapshotCodec.decode(SnapshotCodec.encode(image));
            assertThat(decoded)
                    .as("seed %d", seed)
                    .usingRecursiveComparison()
                    // The arrays of the answers have spare room; their contents are compared below.
                    .ignoringFieldsOfTypes(AnswerMemory.class)
                    .isEqualTo(image);
            for (int at = 0; at < image.sessions().size(); at++) {
                assertThat(answers(decoded.sessions().get(at).answers()))
                        .as("seed %d", seed)
                        .isEqualTo(answers(image.sessions().get(at).answers()));
            }
        }
    }

    private static List<Object> answers(AnswerMemory memory) {
        List<Object> answers = new ArrayList<>(List.of(memory.forgottenUpTo()));
        memory.forEach((number, answer) -> {
            answers.add(number);
            answers.add(answer);
        });
        return answers;
    }

    /** The reader of a list knows the fewest bytes that an element takes: it reads an entry of such elements. */
    @ParameterizedTest
    @MethodSource("smallCommands")
    void theSmallestEntryComesBackEqual(Command command) {
        Origin origin = new Origin(new ServerIncarnation(0, 0), 0);
        Entry entry = new Entry(origin, 0, 0, List.of(new Submission(origin, command)));
        assertThat(EntryCodec.decode(EntryCodec.encode(entry))).isEqualTo(entry);
    }

    static Stream<Command> smallCommands() {
        RequestId request = new RequestId(0, 0, 0, 0);
        LockName name = new LockName("a");
        return Stream.of(
                new Command.FoundCluster("c", 0),
                new Command.RegisterServer("", "", ""),
                new Command.RemoveServer(0, Command.RemoveServer.Way.EXCHANGE, "", "", ""),
                new Command.FinishRemoval(0),
                new Command.AcceptLoss(0, 0, 0, 0, "", "", ""),
                new Command.SetMapBytes(0, "", "", ""),
                new Command.EndIdleSession(0, 0),
                new Command.OpenSession(new SessionKey(0, 0), new ServerIncarnation(0, 0), "", "", 0, false),
                new Command.ResumeSession(0, new SessionKey(0, 0), 0, 0, new ServerIncarnation(0, 0), ""),
                new Command.CloseSession(0, 0),
                new Command.ExpireSession(0, 0),
                new Command.Acquire(request, name),
                new Command.Release(request, name, 0),
                new Command.ForceRelease(request, name, 0, "", ""),
                new Command.CancelWait(0, 0, 0),
                new Command.PassTime(0),
                new Command.ChangeAccess(new AccessChange.RemoveUser(""), "", ""),
                new Command.ReportRefusals(0, 0, "", "", "", 0));
    }

    /** A snapshot of the smallest values of each kind reads back equal. */
    @Test
    void theSmallestSnapshotComesBackEqual() {
        LockName name = new LockName("a");
        AnswerMemory answers = new AnswerMemory(0);
        answers.put(1, new CommandResult.NotHeld(new LockName("x")));
        Grant grant = new Grant(name, LockMode.EXCLUSIVE, 0, 0, 0, 0, 0);
        HolderStatus holder = new HolderStatus(name, LockMode.EXCLUSIVE, 0, 0, 0, "", 0, "", 0, 0);
        SessionKey key = new SessionKey(0, 0);
        ServerIncarnation home = new ServerIncarnation(0, 0);
        StateImage image = new StateImage(
                "",
                0,
                0,
                0,
                0,
                0,
                List.of(new RegisteredServer(1, "", "", "")),
                List.of(new StateImage.ClientIdBlock(0, List.of())),
                List.of(new StateImage.SessionImage(
                        0, key, 0, 0, false, 0, 0, home, "", "", 0, answers, List.of(grant), "", null)),
                List.of(new StateImage.WaiterImage(0, 0, 0, 0, List.of(name), LockMode.EXCLUSIVE, 0, 0, 0)),
                List.of(new StateImage.BlockedImage(name, 0)),
                List.of(new AuditRecord(0, holder, "", "", "", 0)),
                List.of(new User("", "", List.of(), List.of(), Quotas.NONE)),
                0,
                0,
                NO_HISTORY,
                1);
        AuditRecord removal =
                new AuditRecord(0, new AuditRecord.ServerRemoval(0, Command.RemoveServer.Way.EXCHANGE), "", "", "", 0);
        assertThat(SnapshotCodec.decode(SnapshotCodec.encode(audited(removal))).audit())
                .containsExactly(removal);
        GrantHistory past = new GrantHistory();
        past.bound(Long.MAX_VALUE);
        past.add(new PastGrant(0, name, LockMode.EXCLUSIVE, 0, 0, "", "", 0, 0, 0, 0, LockEvent.Ending.RELEASE, 0));
        StateImage.HistoryImage history = new StateImage.HistoryImage(0, 0, 0, past.chunks());
        for (StateImage one : List.of(image, only(image.users(), NO_HISTORY), only(List.of(), history))) {
            assertThat(SnapshotCodec.decode(SnapshotCodec.encode(one)))
                    .usingRecursiveComparison()
                    .ignoringFieldsOfTypes(AnswerMemory.class)
                    .isEqualTo(one);
        }
    }

    private static StateImage audited(AuditRecord only) {
        return new StateImage(
                "",
                0,
                0,
                0,
                0,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(only),
                List.of(),
                0,
                0,
                NO_HISTORY,
                1);
    }

    /** Reads only one of the last parts, so that no other part fills up the bytes that its list needs. */
    private static StateImage only(List<User> users, StateImage.HistoryImage history) {
        return new StateImage(
                "", 0, 0, 0, 0, 0, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), users, 0, 0,
                history, 1);
    }

    @Test
    void impossibleCommandsAreMalformed() {
        RequestId request = new RequestId(1, 1, 1, 0);
        assertThatThrownBy(() -> CommandCodec.read(acquire(request, List.of("a"), -1, 0)))
                .isInstanceOf(MalformedEncodingException.class);
        assertThatThrownBy(() -> CommandCodec.read(acquire(request, List.of("a"), 0, Long.MIN_VALUE)))
                .isInstanceOf(MalformedEncodingException.class);
        assertThatThrownBy(() -> CommandCodec.read(acquire(request, List.of(), 0, 0)))
                .isInstanceOf(MalformedEncodingException.class);
        assertThatThrownBy(() -> CommandCodec.read(acquire(request, List.of("a", "b", "a"), 0, 0)))
                .isInstanceOf(MalformedEncodingException.class);
    }

    private static ByteReader acquire(RequestId request, List<String> names, long waitMillis, long delayMillis) {
        ByteWriter out = new ByteWriter(64);
        out.writeByte(7);
        ValueCodec.writeRequest(out, request);
        Lists.write(out, names, ByteWriter::writeString);
        ValueCodec.writeMode(out, LockMode.EXCLUSIVE);
        out.writeVarint(waitMillis);
        out.writeVarint(delayMillis);
        return new ByteReader(out.toByteArray());
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
    void aCountBeyondTheBytesIsRefused() {
        ByteWriter out = new ByteWriter(8);
        out.writeVarint(Integer.MAX_VALUE);
        ByteReader in = new ByteReader(out.toByteArray());
        assertThatThrownBy(() -> Lists.read(in, 1, ByteReader::readByte))
                .isInstanceOf(MalformedEncodingException.class);
    }

    @Test
    void textIsUtf8() {
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
}
