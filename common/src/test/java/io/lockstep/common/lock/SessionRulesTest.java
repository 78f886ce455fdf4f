package io.lockstep.common.lock;

import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.LOCK_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command.CloseSession;
import io.lockstep.common.command.Command.ExpireSession;
import io.lockstep.common.command.Command.OpenSession;
import io.lockstep.common.command.Command.ResumeSession;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.NoSession;
import io.lockstep.common.command.CommandResult.SessionEnded;
import io.lockstep.common.command.CommandResult.SessionOpened;
import io.lockstep.common.command.CommandResult.TakenOver;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import org.junit.jupiter.api.Test;

class SessionRulesTest {

    private final Cluster cluster = new Cluster(0);

    @Test
    void aRepeatedOpenWithAKnownKeyGetsTheFirstSession() {
        OpenSession opening = cluster.opening(1);
        CommandResult first = cluster.apply(opening);
        assertThat(cluster.machine.decide(opening).changes()).isFalse();
        assertThat(cluster.apply(opening)).isEqualTo(first);
        assertThat(cluster.machine.sessionCount()).isEqualTo(1);
    }

    @Test
    void aRetriedOpenAfterAResumeHasTheOldGeneration() {
        Cluster.Client client = cluster.open(1);
        cluster.apply(client.resuming(2, 5));
        assertThat(cluster.apply(client.opening)).isEqualTo(new SessionOpened(client.session, client.clientId, 1));
    }

    @Test
    void aResumedSessionKeepsItsIdAndLocks() {
        Cluster.Client client = cluster.open(1);
        client.lock(LOCK_1);
        ResumeSession resuming = client.resuming(2, 5);
        assertThat(cluster.apply(resuming)).isEqualTo(new SessionOpened(client.session, client.clientId, 2));
        HolderStatus holder = cluster.machine.holder(LOCK_1);
        assertThat(holder).isNotNull();
        assertThat(holder.server()).isEqualTo(2);
        assertThat(holder.clientAddress()).isEqualTo(resuming.clientAddress());
        assertThat(holder.clientId()).isEqualTo(client.clientId);
        assertThat(holder.token()).isEqualTo(1);
        assertThat(cluster.machine.session(client.session).home().server()).isEqualTo(2);
    }

    @Test
    void aResumeNeedsTheKeyOfAResumableSession() {
        Cluster.Client client = cluster.open(1);
        ServerIncarnation home = Cluster.home(2);
        assertThat(cluster.apply(new ResumeSession(client.session, new SessionKey(1, 1), 5, 1, home, "a:1")))
                .isEqualTo(new NoSession());
        assertThat(cluster.apply(new ResumeSession(99, client.opening.key(), 5, 1, home, "a:1")))
                .isEqualTo(new NoSession());
        SessionKey key = new SessionKey(2, 2);
        SessionOpened opened = (SessionOpened) cluster.apply(new OpenSession(key, home, "a:1", "", 1_000, false));
        assertThat(cluster.apply(new ResumeSession(opened.session(), key, 5, 1, home, "a:1")))
                .isEqualTo(new NoSession());
    }

    @Test
    void aRepeatedResumeGetsTheSameAnswerAndRaisesNothing() {
        Cluster.Client client = cluster.open(1);
        ResumeSession resuming = client.resuming(2, 5);
        CommandResult first = cluster.apply(resuming);
        assertThat(cluster.machine.decide(resuming).changes()).isFalse();
        assertThat(cluster.apply(resuming)).isEqualTo(first);
        assertThat(cluster.apply(resuming.decidedAgainst(2))).isEqualTo(first);
    }

    @Test
    void theSecondResumeOfOneGenerationIsRefused() {
        Cluster.Client client = cluster.open(1);
        cluster.apply(client.resuming(2, 5));
        ResumeSession late = client.resuming(3, 6);
        assertThat(cluster.apply(late)).isEqualTo(new TakenOver(2));
        assertThat(cluster.apply(late.decidedAgainst(2))).isEqualTo(new SessionOpened(1, client.clientId, 3));
    }

    @Test
    void requestsOfAnOlderGenerationAreRefused() {
        Cluster.Client client = cluster.open(1);
        cluster.apply(client.resuming(2, 5));
        assertThat(client.lock(LOCK_1)).isEqualTo(new TakenOver(2));
        client.generation = 2;
        assertThat(client.lock(LOCK_1)).isEqualTo(new Granted(1));
    }

    @Test
    void theEndOfASessionFreesItsLocksAndForgetsIt() {
        Cluster.Client client = cluster.open(1);
        Cluster.Client other = cluster.open(2);
        client.lock(LOCK_1);
        client.lock(LOCK_2);
        assertThat(client.close()).isEqualTo(new SessionEnded(2));
        assertThat(cluster.machine.lockCount()).isZero();
        assertThat(cluster.machine.session(client.session)).isNull();
        assertThat(other.lock(LOCK_1)).isEqualTo(new Granted(3));
        assertThat(client.close()).isEqualTo(new NoSession());
        assertThat(client.lock(LOCK_2)).isEqualTo(new NoSession());
    }

    @Test
    void closeAndExpiryOfAnOlderGenerationDoNotEndTheSession() {
        Cluster.Client client = cluster.open(1);
        client.lock(LOCK_1);
        cluster.apply(client.resuming(2, 5));
        assertThat(cluster.apply(new CloseSession(client.session, 1))).isEqualTo(new TakenOver(2));
        assertThat(cluster.apply(new ExpireSession(client.session, 1))).isEqualTo(new TakenOver(2));
        assertThat(cluster.machine.holder(LOCK_1)).isNotNull();
        assertThat(cluster.apply(new ExpireSession(client.session, 2))).isEqualTo(new SessionEnded(1));
    }
}
