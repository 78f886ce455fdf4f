package io.lockstep.common.access;

import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.LOCK_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.access.AccessChange.AddUser;
import io.lockstep.common.access.AccessChange.RemoveUser;
import io.lockstep.common.access.AccessChange.SetQuota;
import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.Command.OpenSession;
import io.lockstep.common.command.Command.ResumeSession;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.Full;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.NoSession;
import io.lockstep.common.command.CommandResult.NotAUser;
import io.lockstep.common.command.CommandResult.SessionOpened;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.lock.Cluster;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions belong to users: who may open and resume one, what it may have, and how it ends with its user. */
class UserSessionsTest {

    private final Cluster cluster = new Cluster(0);
    private long keys;

    private CommandResult change(AccessChange change) {
        return cluster.apply(new Command.ChangeAccess(change, "anna", "10.0.0.9:1"));
    }

    private void addUsers() {
        change(new AddUser("anna", new TokenHash(1, 1, 1, 1), true));
        change(new AddUser("bert", new TokenHash(2, 2, 2, 2), false));
    }

    private OpenSession opening(String user) {
        keys++;
        return new OpenSession(
                new SessionKey(9, keys), Cluster.home(1), "10.0.0.1:" + keys, "", 10_000, true, user, false);
    }

    private Cluster.Client open(String user) {
        return cluster.open(opening(user));
    }

    @Test
    void onlyUsersOpenSessionsOnceThereAreUsers() {
        assertThat(cluster.apply(opening(""))).isInstanceOf(SessionOpened.class);
        addUsers();
        assertThat(cluster.apply(opening(""))).isEqualTo(new NotAUser());
        assertThat(cluster.apply(opening("carl"))).isEqualTo(new NotAUser());
        assertThat(cluster.apply(opening("bert"))).isInstanceOf(SessionOpened.class);
    }

    @Test
    void onlyAnAdministratorChangesUsersOnceThereAreUsers() {
        addUsers();
        AddUser evil = new AddUser("evil", new TokenHash(3, 3, 3, 3), true);
        for (String operator : List.of("", "bert", "carl")) {
            assertThat(cluster.apply(new Command.ChangeAccess(evil, operator, "10.0.0.9:1")))
                    .isEqualTo(new NotAUser());
        }
        assertThat(cluster.machine.access().user("evil")).isNull();
        AccessChange reset = new AccessChange.ResetAdmin("admin", new TokenHash(4, 4, 4, 4));
        assertThat(cluster.apply(new Command.ChangeAccess(reset, "server 1", "10.0.0.1:1")))
                .isEqualTo(new CommandResult.AccessChanged());
    }

    @Test
    void onlyItsUserTakesASessionUp() {
        Cluster.Client before = open("");
        addUsers();
        Cluster.Client client = open("bert");
        assertThat(cluster.apply(resuming(client, "anna", 1))).isEqualTo(new NoSession());
        assertThat(cluster.apply(resuming(client, "", 2))).isEqualTo(new NotAUser());
        assertThat(cluster.apply(resuming(client, "bert", 3))).isInstanceOf(SessionOpened.class);
        assertThat(cluster.apply(resuming(before, "bert", 4))).isInstanceOf(SessionOpened.class);
        assertThat(cluster.apply(resuming(before, "anna", 5))).isEqualTo(new NoSession());
    }

    private static ResumeSession resuming(Cluster.Client client, String user, long attempt) {
        return new ResumeSession(
                client.session, client.opening.key(), attempt, client.generation, Cluster.home(2), "b:1", user);
    }

    @Test
    void sessionsLocksAndWaitersOfAUserAreBounded() {
        addUsers();
        Cluster.Client holder = open("anna");
        holder.lock(LOCK_1);
        Cluster.Client one = open("bert");
        Cluster.Client two = open("bert");
        change(new SetQuota("bert", Quotas.Kind.SESSIONS, 2));
        change(new SetQuota("bert", Quotas.Kind.LOCKS, 3));
        change(new SetQuota("bert", Quotas.Kind.WAITERS, 1));
        assertThat(cluster.apply(opening("bert"))).isEqualTo(new Full("sessions of user bert", 2));
        assertThat(one.lock(5_000, LOCK_1)).isInstanceOf(CommandResult.Queued.class);
        assertThat(two.lock(5_000, LOCK_1)).isEqualTo(new Full("waiters of user bert", 1));
        assertThat(two.lock(0, name("a"), name("b"))).isInstanceOf(Granted.class);
        assertThat(one.lock(name("c"))).isEqualTo(new Full("locks of user bert", 3));
        cluster.restore(Limits.STANDARD);
        assertThat(one.lock(name("c"))).isEqualTo(new Full("locks of user bert", 3));
        assertThat(holder.lock(name("c"))).isInstanceOf(Granted.class);
        two.releaseAll(name("a"), name("b"));
        assertThat(one.lock(name("d"))).isInstanceOf(Granted.class);
        two.close();
        assertThat(cluster.apply(opening("bert"))).isInstanceOf(SessionOpened.class);
    }

    private static LockName name(String text) {
        return new LockName(text);
    }

    @Test
    void aSessionThatIsTakenUpCountsForItsNewUser() {
        Cluster.Client before = open("");
        before.lock(LOCK_1);
        addUsers();
        change(new SetQuota("bert", Quotas.Kind.LOCKS, 1));
        before.generation = ((SessionOpened) cluster.apply(resuming(before, "bert", 4))).generation();
        assertThat(before.lock(LOCK_2)).isEqualTo(new Full("locks of user bert", 1));
        before.release(LOCK_1);
        assertThat(before.lock(LOCK_2)).isInstanceOf(Granted.class);
    }

    @Test
    void theLocksOfARemovedUserAreForcedFromItsSessionsAlone() {
        addUsers();
        Cluster.Client bert = open("bert");
        Cluster.Client anna = open("anna");
        bert.lock(LOCK_1);
        anna.lock(LOCK_2);
        anna.lock(5_000, LOCK_1);
        change(new RemoveUser("bert"));
        assertThat(cluster.events)
                .anyMatch(event -> event instanceof LockEvent.Released released
                        && released.reason() == LockEvent.Ending.FORCED
                        && released.session() == bert.session);
        assertThat(cluster.machine.session(bert.session)).isNull();
        assertThat(cluster.holders(LOCK_1)).containsExactly(anna.clientId);
        assertThat(cluster.holders(LOCK_2)).containsExactly(anna.clientId);
    }

    @Test
    void noSessionOfARemovedUserIsGrantedWhatAnotherOneLoses() {
        addUsers();
        Cluster.Client holder = open("bert");
        holder.lock(LOCK_1);
        open("bert").lock(5_000, LOCK_1);
        Cluster.Client anna = open("anna");
        anna.lock(5_000, LOCK_1);
        change(new RemoveUser("bert"));
        assertThat(cluster.events.stream()
                        .filter(event -> event instanceof LockEvent.Granted)
                        .map(LockEvent::session))
                .containsExactly(anna.session);
        assertThat(cluster.holders(LOCK_1)).containsExactly(anna.clientId);
    }

    @Test
    void usersAreInTheSnapshotAndInTheHash() {
        long without = cluster.machine.hash();
        addUsers();
        assertThat(cluster.machine.hash()).isNotEqualTo(without);
        open("bert");
        cluster.restore(Limits.STANDARD);
        assertThat(cluster.machine.access().all()).hasSize(2);
    }

    @Test
    void theAuditHasChangesAndRefusalsAndNoRefusalPushesAChangeOut() {
        addUsers();
        for (int n = 1; n <= 1_000; n++) {
            cluster.apply(new Command.ReportRefusals(1, n, "AUTH", "", "10.0.0." + n, 1));
        }
        assertThat(cluster.apply(new Command.ReportRefusals(1, 1_000, "AUTH", "", "10.0.0.1", 1)))
                .isEqualTo(new CommandResult.RefusalsRecorded());
        assertThat(cluster.machine.audit(0, 1_000)).hasSize(202);
        assertThat(cluster.machine.audit(0, 1).get(0).act())
                .isEqualTo(new AuditRecord.UserChange("anna", "add with all rights"));
    }
}
