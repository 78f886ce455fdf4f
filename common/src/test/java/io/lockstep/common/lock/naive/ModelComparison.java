package io.lockstep.common.lock.naive;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.access.AccessTable;
import io.lockstep.common.access.Usage;
import io.lockstep.common.access.User;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.Session;
import io.lockstep.common.record.GrantHistory;
import io.lockstep.common.record.PastGrant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Compares all that a state machine shows with {@link NaiveModel}.
 *
 * @param where begins the message of a difference
 */
public record ModelComparison(LockStateMachine machine, NaiveModel model, String where) {

    /** Throws if there is a difference. */
    public void assertSame() {
        assertThat(machine.held("", "", 100)).as(at("locks")).isEqualTo(model.views.allHeld());
        assertThat(machine.awaited("", "", 100))
                .as(at("locks with waiters"))
                .isEqualTo(model.views.allHeld().stream()
                        .filter(lock -> lock.waiting() > 0)
                        .toList());
        for (int i = 0; i < RandomCommands.NAMES; i++) {
            assertSameLock(RandomCommands.name(i));
        }
        assertThat(machine.audit(0, 100)).as(at("audit")).isEqualTo(model.views.newestAudit());
        assertSameHistory();
        assertThat(machine.servers()).as(at("servers")).isEqualTo(model.servers);
        assertThat(machine.featureLevel()).as(at("level")).isEqualTo(model.featureLevel);
        assertThat(machine.clusterMillis()).as(at("time")).isEqualTo(model.clusterMillis);
        assertThat(machine.lastToken()).as(at("tokens")).isEqualTo(model.locks.tokens);
        assertThat(machine.sessionCount()).as(at("sessions")).isEqualTo(model.sessions.size());
        for (NaiveModel.LiveSession expected : model.sessions) {
            Session session = machine.session(expected.number);
            assertThat(session).as(at("session")).isNotNull();
            assertSameSession(session, expected);
        }
        assertSameUsers();
    }

    private void assertSameHistory() {
        List<PastGrant> expected = model.locks.history.newest();
        GrantHistory history = machine.history();
        assertThat(history.all()).as(at("history")).isEqualTo(expected);
        assertThat(history.lastNumber()).as(at("history")).isEqualTo(model.locks.history.all.size());
        for (int i = 0; i < RandomCommands.NAMES; i++) {
            LockName name = RandomCommands.name(i);
            List<PastGrant> newestFirst = new ArrayList<>(
                    expected.stream().filter(past -> past.name().equals(name)).toList());
            Collections.reverse(newestFirst);
            assertThat(history.page(name, Long.MAX_VALUE, past -> true, 1_000))
                    .as(at(name))
                    .isEqualTo(newestFirst);
        }
    }

    private void assertSameLock(LockName name) {
        assertThat(machine.status(name)).as(at(name)).isEqualTo(model.views.status(name));
        assertThat(machine.holders(name, 100))
                .as(at(name))
                .isEqualTo(
                        model.locks.holders(name).stream().map(NaiveViews::view).toList());
        assertThat(machine.waiters(name, 100)).as(at(name)).isEqualTo(model.views.waiters(name));
    }

    private void assertSameSession(Session session, NaiveModel.LiveSession expected) {
        long newest = expected.answers.isEmpty() ? 0 : expected.answers.lastKey();
        List<NaiveLocks.Waiting> waits = model.locks.waitsOf(expected);
        for (NaiveLocks.Waiting waiting : waits) {
            newest = Math.max(newest, waiting.request());
            assertThat(machine.waiting(new RequestId(expected.number, 1, waiting.request(), 0)))
                    .as(at("waits"))
                    .isPresent();
        }
        assertThat(List.of(
                        session.clientId(),
                        session.generation(),
                        session.lastAttempt(),
                        session.home(),
                        session.clientAddress(),
                        session.user(),
                        session.ttlMillis(),
                        session.resumable(),
                        session.answeredUpTo(),
                        session.newestRequest()))
                .as(at("session"))
                .isEqualTo(List.of(
                        expected.clientId,
                        expected.generation,
                        expected.attempt,
                        expected.home,
                        expected.address,
                        expected.user,
                        expected.opening.ttlMillis(),
                        expected.opening.resumable(),
                        expected.answeredUpTo,
                        Math.max(newest, expected.answeredUpTo)));
        assertThat(session.locksAwaited()).as(at("waiters")).isEqualTo(model.locks.locksAwaited(expected));
        assertThat(machine.heldBy(session, Integer.MAX_VALUE))
                .as(at("locks of session"))
                .isEqualTo(model.locks.heldBy(expected).stream()
                        .map(NaiveViews::view)
                        .toList());
    }

    private void assertSameUsers() {
        AccessTable access = machine.access();
        assertThat(List.copyOf(access.all())).as(at("users")).isEqualTo(model.users.all);
        for (String subject : RandomUserCommands.SUBJECTS) {
            assertThat(access.bySubject(subject)).as(at(subject)).isEqualTo(model.users.withSubject(subject));
        }
        for (User user : model.users.all) {
            Usage usage = access.usageOf(user.name());
            assertThat(List.of(usage.sessions(), usage.locks(), usage.waiters()))
                    .as(at(user.name()))
                    .isEqualTo(model.users.has(user.name()));
            access.forgetIfNone(usage);
        }
    }

    private String at(Object what) {
        return where + what;
    }
}
