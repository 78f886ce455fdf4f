package io.lockstep.simulation.check.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.Quotas;
import io.lockstep.common.access.Right;
import io.lockstep.common.access.Rule;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the rules by which the checks read the log: a wrong reading would judge wrongly. */
class LogReadingTest {

    private final LogScript log = new LogScript();

    private LogReading reading() {
        return log.read();
    }

    @Test
    void aLockHasOneOwner() {
        log.commit(5, 20, LogScript.acquire(1, 1, "x"), LogScript.acquire(2, 1, "x"));
        log.commit(7, 30, LogScript.release(2, 2, "x"), LogScript.release(1, 2, "x"), LogScript.acquire(2, 3, "x"));

        LogReading reading = reading();
        assertThat(reading.ownerAt("x", 4)).isNull();
        assertThat(reading.ownerAt("x", 6))
                .isNotNull()
                .extracting(owner -> owner.session)
                .isEqualTo(1L);
        assertThat(reading.ownerAt("x", 7))
                .isNotNull()
                .extracting(owner -> owner.token)
                .isEqualTo(2L);
        assertThat(reading.ownerships("x")).hasSize(2);
    }

    @Test
    void aRequestIsDoneOnce() {
        log.commit(5, 20, LogScript.acquire(1, 1, "x"));
        log.commit(6, 30, LogScript.release(1, 2, "x"));
        log.commit(7, 40, LogScript.acquire(1, 1, "x"), LogScript.acquire(1, 2, "x"));

        assertThat(reading().tokensAtEnd()).isEmpty();
    }

    @Test
    void aClientHasItsLimitOfLocks() {
        log.commit(5, 20, LogScript.acquire(1, 1, "x"), LogScript.acquire(1, 2, "y"));

        assertThat(reading().tokensAtEnd()).containsOnlyKeys("x");
    }

    @Test
    void theEndOfASessionFreesItsLocks() {
        log.commit(5, 20, LogScript.acquire(1, 1, "x"));
        log.commit(6, 30, new Command.ExpireSession(1, 2), new Command.ExpireSession(1, 1));
        log.commit(7, 40, LogScript.acquire(1, 2, "x"));

        LogReading reading = reading();
        assertThat(reading.tokensAtEnd()).isEmpty();
        assertThat(reading.withToken(1, "x"))
                .isNotNull()
                .extracting(Ownership::how)
                .isEqualTo(Ownership.End.SESSION_EXPIRED);
    }

    private void aHasTheLockAndBWaits() {
        log.commit(3, 15, LogScript.acquire(1, 1, "x"));
        log.commit(4, 20, LogScript.await(2, 7, "x", 100));
    }

    @Test
    void aReleaseGrantsToTheFirstWaiter() {
        aHasTheLockAndBWaits();
        log.commit(5, 30, LogScript.release(1, 2, "x"));

        LogReading reading = reading();
        assertThat(reading.waits("x"))
                .singleElement()
                .extracting(LoggedWait::how)
                .isEqualTo(LoggedWait.End.GRANTED);
        assertThat(reading.ownerAt("x", 5))
                .isNotNull()
                .extracting(owner -> owner.session)
                .isEqualTo(2L);
        assertThat(reading.events())
                .extracting(LoggedEvent::kind)
                .containsExactly("GRANTED", "QUEUED", "RELEASED", "GRANTED");
    }

    @Test
    void aWaitEndsWithItsTime() {
        aHasTheLockAndBWaits();
        log.commit(5, 119, new Command.PassTime(119));
        log.commit(6, 120, new Command.PassTime(120));
        log.commit(7, 130, LogScript.release(1, 2, "x"));

        LoggedWait wait = reading().waits("x").get(0);
        assertThat(wait.how()).isEqualTo(LoggedWait.End.TIMEOUT);
        assertThat(wait.end().index()).isEqualTo(6);
        assertThat(reading().tokensAtEnd()).isEmpty();
    }

    @Test
    void aCancelBeforeItsRequest() {
        log.commit(3, 15, new Command.CancelWait(1, 1, 5));
        log.commit(4, 16, LogScript.await(1, 5, "x", 100));

        assertThat(reading().tokensAtEnd()).isEmpty();
    }

    @Test
    void aTryPassesNoWaiter() {
        aHasTheLockAndBWaits();
        log.commit(5, 30, LogScript.open("C:1", true), LogScript.await(3, 1, "y", 100));
        log.commit(6, 31, LogScript.acquire(3, 2, "x"), LogScript.release(1, 2, "x"), LogScript.acquire(1, 3, "x"));

        assertThat(reading().ownerships("x")).extracting(each -> each.session).containsExactly(1L, 2L);
    }

    @Test
    void sharedLocksAndSemaphores() {
        log.commit(3, 14, LogScript.open("C:1", true));
        for (int session = 1; session <= 3; session++) {
            log.commit(3 + session, 15, LogScript.await(session, 1, LockMode.permits(2), 100, "x"));
        }

        LogReading reading = reading();
        assertThat(reading.holdersAt("x", reading.placeOf(6)))
                .extracting(each -> each.session)
                .containsExactly(1L, 2L);
        assertThat(reading.queueAt("x", reading.placeOf(6)))
                .extracting(each -> each.session)
                .containsExactly(3L);
    }

    private void aIsAnnaAndBIsTheAdministrator() {
        log.clear();
        log.commit(1, 1, new Command.FoundCluster("cluster", 0), new Command.RegisterServer("disk", "c:1", "p:1"));
        log.commit(2, 2, LogScript.firstAdmin("secret"), LogScript.addUser("anna", "old"));
        log.commit(3, 3, LogScript.open("A:1", "anna"), LogScript.open("B:1", "admin"));
    }

    @Test
    void aRemovedUserLosesItsSessionsByForce() {
        aIsAnnaAndBIsTheAdministrator();
        log.commit(4, 20, LogScript.acquire(1, 1, "x"), LogScript.await(2, 1, "x", 9_000));
        log.commit(5, 30, LogScript.change(new AccessChange.RemoveUser("anna")), LogScript.open("C:1", "anna"));

        LogReading reading = reading();
        assertThat(reading.ownerships("x")).extracting(Ownership::how).startsWith(Ownership.End.FORCED);
        assertThat(reading.session(1)).extracting(LoggedSession::how).isEqualTo(Ownership.End.FORCED);
        assertThat(reading.session(3)).isNull();
        assertThat(reading.ownerAt("x", 5)).extracting(owner -> owner.session).isEqualTo(2L);
        assertThat(reading.audit()).last().extracting(LoggedAudit::act).isEqualTo("user anna remove");
    }

    @Test
    void noSessionOfARemovedUserIsGrantedWhatAnotherLoses() {
        aIsAnnaAndBIsTheAdministrator();
        log.commit(4, 20, LogScript.open("A:2", "anna"), LogScript.acquire(1, 1, "x"));
        log.commit(5, 25, LogScript.await(3, 1, "x", 9_000), LogScript.await(2, 1, "x", 9_000));
        log.commit(6, 30, LogScript.change(new AccessChange.RemoveUser("anna")));

        assertThat(reading().ownerships("x")).extracting(owner -> owner.session).containsExactly(1L, 2L);
    }

    @Test
    void onlyAnAdministratorChangesUsers() {
        aIsAnnaAndBIsTheAdministrator();
        AccessChange change = new AccessChange.Allow("anna", new Rule(Right.ADMIN, ""));
        log.commit(4, 20, new Command.ChangeAccess(change, "anna", "A:1"), new Command.ChangeAccess(change, "", "A:1"));

        assertThat(reading().users().named("anna", reading().placeOf(4)))
                .hasValueSatisfying(anna -> assertThat(anna.isAdmin()).isFalse());
    }

    @Test
    void aSessionStaysWithItsUser() {
        aIsAnnaAndBIsTheAdministrator();
        SessionKey key = new SessionKey("A:1".hashCode(), 1);
        ServerIncarnation home = new ServerIncarnation(1, 99);
        log.commit(4, 20, new Command.ResumeSession(1, key, 5, 1, home, "B:2", "admin"));
        log.commit(5, 30, new Command.ResumeSession(1, key, 6, 1, home, "A:2", "anna"));

        assertThat(reading().session(1)).extracting(LoggedSession::addresses).isEqualTo(List.of("A:1", "A:2"));
    }

    @Test
    void aQuotaBoundsAllSessionsOfAUser() {
        aIsAnnaAndBIsTheAdministrator();
        for (Quotas.Kind kind : List.of(Quotas.Kind.SESSIONS, Quotas.Kind.LOCKS)) {
            log.commit(4, 20, LogScript.change(new AccessChange.SetQuota("anna", kind, 2)));
        }
        log.commit(5, 30, LogScript.open("A:2", "anna"), LogScript.open("A:3", "anna"));
        log.commit(6, 40, LogScript.acquire(1, 1, "x"), LogScript.acquire(3, 1, "y"), LogScript.acquire(3, 2, "z"));

        assertThat(reading().sessionsFrom("A:3")).isEmpty();
        assertThat(reading().tokensAtEnd()).containsOnlyKeys("x", "y");
    }

    @Test
    void onlyTheTwoNewestTokensCount() {
        aIsAnnaAndBIsTheAdministrator();
        log.commit(4, 20, LogScript.rotate("anna", "new"));
        log.commit(5, 30, LogScript.rotate("anna", "newest"));

        LoggedUsers users = reading().users();
        assertThat(users.withToken(Logins.hash("old"), reading().placeOf(4))).isPresent();
        assertThat(users.withToken(Logins.hash("old"), reading().placeOf(5))).isEmpty();
        assertThat(users.withToken(Logins.hash("new"), reading().placeOf(5))).isPresent();
    }

    @Test
    void theLastAdministratorStays() {
        aIsAnnaAndBIsTheAdministrator();
        log.commit(4, 20, LogScript.change(new AccessChange.RemoveUser("admin")));
        log.commit(5, 20, LogScript.deny("admin", Right.ADMIN, ""), LogScript.deny("admin", Right.LOCK, ""));

        assertThat(reading().users().named("admin", reading().placeOf(5)))
                .hasValueSatisfying(admin -> assertThat(admin.isAdmin()).isTrue())
                .hasValueSatisfying(
                        admin -> assertThat(admin.may(Right.LOCK, "x")).isFalse());
    }

    @Test
    void aForcedReleaseIsAudited() {
        aHasTheLockAndBWaits();
        log.commit(5, 30, LogScript.force(2, 8, "x", 9), LogScript.force(2, 9, "x", 1));

        assertThat(reading().audit())
                .singleElement()
                .extracting(LoggedAudit::act)
                .isEqualTo("lock x 1 50000");
        assertThat(reading().ownerships("x")).extracting(Ownership::how).startsWith(Ownership.End.FORCED);
    }
}
