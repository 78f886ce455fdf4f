package io.lockstep.common.lock;

import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.LOCK_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.Command.Release;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.HeldByOther;
import io.lockstep.common.command.CommandResult.Released;
import io.lockstep.common.command.CommandResult.StaleRequest;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.LockName;
import io.lockstep.common.record.AnswerMemory;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExactlyOnceTest {

    private final Cluster cluster = new Cluster(0);
    private final Cluster.Client client = cluster.open(1);
    private final Cluster.Client other = cluster.open(2);

    @Test
    void aRetryGetsTheFirstAnswerWithoutASecondEffect() {
        Acquire acquire = new Acquire(client.nextRequest(), LOCK_1);
        assertThat(cluster.apply(acquire)).isEqualTo(new Granted(1));
        Release release = new Release(client.nextRequest(), LOCK_1, 0);
        assertThat(cluster.apply(release)).isEqualTo(new Released(1));
        other.lock(LOCK_1);
        HolderStatus holder = cluster.machine.holder(LOCK_1);
        long before = cluster.machine.hash();
        assertThat(cluster.machine.decide(acquire).changes()).isFalse();
        assertThat(cluster.apply(acquire)).isEqualTo(new Granted(1));
        assertThat(cluster.apply(release)).isEqualTo(new Released(1));
        assertThat(cluster.machine.holder(LOCK_1)).isEqualTo(holder);
        assertThat(cluster.machine.hash()).isEqualTo(before);
    }

    @Test
    void aRefusalThatWasAppliedIsTheAnswerForGood() {
        other.lock(LOCK_1);
        Acquire acquire = new Acquire(client.nextRequest(), LOCK_1);
        CommandResult refused = cluster.apply(acquire);
        assertThat(refused).isInstanceOf(HeldByOther.class);
        other.release(LOCK_1);
        assertThat(cluster.apply(acquire)).isEqualTo(refused);
        assertThat(cluster.machine.storedAnswer(acquire.request())).contains(refused);
        assertThat(cluster.machine.holder(LOCK_1)).isNull();
    }

    @Test
    void oldAndNewConnectionBothGetTheKeptAnswer() {
        Acquire acquire = new Acquire(client.nextRequest(), LOCK_1);
        cluster.apply(acquire);
        cluster.apply(client.resuming(2, 5));
        assertThat(cluster.apply(acquire)).isEqualTo(new Granted(1));
        client.generation = 2;
        assertThat(cluster.apply(new Acquire(client.request(1), LOCK_1))).isEqualTo(new Granted(1));
    }

    @Test
    void aRetryOfAnAcknowledgedRequestHasNoEffect() {
        Acquire copy = new Acquire(client.request(1), LOCK_1);
        client.number = 1;
        client.answeredUpTo = 1;
        client.lock(LOCK_2);
        assertThat(cluster.machine.decide(copy).changes()).isFalse();
        assertThat(cluster.apply(copy)).isEqualTo(new StaleRequest(2));
        assertThat(cluster.machine.holder(LOCK_1)).isNull();
        assertThat(cluster.machine.storedAnswer(copy.request())).isEqualTo(Optional.empty());
    }

    @Test
    void aReleaseThatComesLateDoesNotEndAGrantOfALaterRequest() {
        Release late = new Release(client.request(1), LOCK_1, 0);
        assertThat(cluster.apply(new Acquire(client.request(2), LOCK_1))).isEqualTo(new Granted(1));
        HolderStatus holder = cluster.machine.holder(LOCK_1);
        assertThat(cluster.apply(late)).isEqualTo(new CommandResult.StaleToken(holder));
        assertThat(cluster.apply(late)).isEqualTo(new CommandResult.StaleToken(holder));
        assertThat(cluster.machine.holder(LOCK_1)).isEqualTo(holder);
        assertThat(cluster.apply(new Release(client.request(3), LOCK_1, 0))).isEqualTo(new Released(1));
    }

    @Test
    void theNewestAnswersAreKeptAndOlderRequestsAreStale() {
        for (int i = 0; i < AnswerMemory.ANSWERS_MAX; i++) {
            client.lock(new LockName("Lock " + i));
        }
        Acquire first = new Acquire(client.request(1), new LockName("Lock 0"));
        assertThat(cluster.apply(first)).isEqualTo(new Granted(1));
        client.lock(new LockName("one more"));
        assertThat(cluster.apply(first)).isEqualTo(new StaleRequest(2));
        assertThat(cluster.apply(new Acquire(client.request(2), LOCK_2))).isEqualTo(new Granted(2));
    }

    @Test
    void requestsMayComeOutOfOrder() {
        assertThat(cluster.apply(new Acquire(client.request(20), LOCK_2))).isEqualTo(new Granted(1));
        assertThat(cluster.apply(new Acquire(client.request(10), LOCK_1))).isEqualTo(new Granted(2));
        assertThat(cluster.apply(new Acquire(client.request(10), LOCK_1))).isEqualTo(new Granted(2));
        Session session = cluster.machine.session(client.session);
        assertThat(session).isNotNull();
        assertThat(session.newestRequest()).isEqualTo(20);
    }

    @Test
    void aLateRequestTakesEffectOnceAndIsThenStale() {
        for (int i = 0; i < AnswerMemory.ANSWERS_MAX; i++) {
            cluster.apply(new Acquire(client.request(1_000 + i), new LockName("Lock " + i)));
        }
        Acquire late = new Acquire(client.request(500), new LockName("late"));
        assertThat(cluster.apply(late)).isEqualTo(new Granted(AnswerMemory.ANSWERS_MAX + 1));
        cluster.apply(new Release(client.request(2_000), new LockName("late"), 0));
        assertThat(cluster.apply(late)).isInstanceOf(StaleRequest.class);
        assertThat(cluster.machine.holder(new LockName("late"))).isNull();
    }
}
