package io.lockstep.follower.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.command.Submission;
import io.lockstep.common.entry.SnapshotCodec;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.map.MapHash.Hashed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hash of a large map is made in pieces, so that nobody waits for it but who asked. */
class MapHashTest {

    private static final int LOCKS = 16_000;
    private static final ServerIncarnation HOME = new ServerIncarnation(1, 1);

    private final ReplicatedMap map = new ReplicatedMap(NodeClock.system());
    private final MapHash hash = new MapHash(map);
    private final List<Hashed> told = new ArrayList<>();
    private long requests;

    @BeforeEach
    void openASession() {
        apply(new Command.FoundCluster("c", 0));
        apply(new Command.RegisterServer("storage", "127.0.0.1:9000", "127.0.0.1:9100"));
        apply(new Command.OpenSession(new SessionKey(1, 1), HOME, "127.0.0.1:5000", "", 10_000, true));
    }

    private void apply(Command... commands) {
        List<Submission> submissions = new ArrayList<>();
        for (Command command : commands) {
            submissions.add(new Submission(new Origin(HOME, 0), command));
        }
        map.apply(map.appliedIndex() + 1, new Entry(new Origin(HOME, 0), 1, 1, submissions));
    }

    private void lock(int first, int count) {
        List<LockName> names = IntStream.range(first, first + count)
                .mapToObj(number -> new LockName("lock-" + number))
                .toList();
        RequestId request = new RequestId(1, 1, ++requests, requests - 1);
        apply(new Command.Acquire(request, names, LockMode.EXCLUSIVE, 0, 0));
    }

    private int turnsUntilDone() {
        int turns = 1;
        while (hash.advance()) {
            turns++;
        }
        return turns;
    }

    @Test
    void aSmallMapIsHashedAtOnce() {
        hash.ask(told::add);
        lock(0, 1);
        hash.ask(told::add);
        assertThat(told).extracting(Hashed::index).containsExactly(3L, 4L);
        assertThat(told.get(0).hash()).isNotEqualTo(told.get(1).hash());
    }

    @Test
    void aLargeMapIsHashedInPiecesForAllWhoAsked() {
        lock(0, LOCKS);
        hash.ask(told::add);
        hash.ask(told::add);
        assertThat(told).isEmpty();
        assertThat(turnsUntilDone()).isGreaterThan(3);
        assertThat(told).hasSize(2).allMatch(hashed -> hashed.equals(told.get(0)) && hashed.index() == 4);
        hash.ask(told::add);
        assertThat(told).hasSize(3);
        assertThat(hash.advance()).isFalse();
    }

    @Test
    void aHashIsOfTheMapAsItWasAndWhoAsksLaterGetsALaterOne() {
        lock(0, LOCKS);
        hash.ask(told::add);
        hash.advance();
        lock(LOCKS, 1);
        hash.ask(told::add);
        turnsUntilDone();
        assertThat(told).extracting(Hashed::index).containsExactly(4L);
        assertThat(hash.advance()).as("the map is frozen once a tick at most").isFalse();
        hash.tick();
        turnsUntilDone();
        assertThat(told).extracting(Hashed::index).containsExactly(4L, 5L);
        assertThat(told.get(0).hash()).isNotEqualTo(told.get(1).hash());
    }

    @Test
    void aMapFromASnapshotHasTheSameHash() {
        lock(0, LOCKS);
        hash.ask(told::add);
        turnsUntilDone();
        ReplicatedMap other = new ReplicatedMap(NodeClock.system());
        LockStateMachine loaded = LockStateMachine.restore(
                SnapshotCodec.decode(SnapshotCodec.encode(map.machine().freeze())));
        other.replace(map.appliedIndex(), loaded);
        MapHash otherHash = new MapHash(other);
        otherHash.ask(told::add);
        while (otherHash.advance()) {
            // To the end.
        }
        assertThat(told.get(1)).isEqualTo(told.get(0));
    }
}
