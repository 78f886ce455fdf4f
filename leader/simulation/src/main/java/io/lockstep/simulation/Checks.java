package io.lockstep.simulation;

import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.access.LoginCheck;
import io.lockstep.simulation.check.access.QuotaCheck;
import io.lockstep.simulation.check.access.RightsCheck;
import io.lockstep.simulation.check.access.UserChangeCheck;
import io.lockstep.simulation.check.lock.AcknowledgedCheck;
import io.lockstep.simulation.check.lock.LeaseCheck;
import io.lockstep.simulation.check.lock.NoEffectCheck;
import io.lockstep.simulation.check.lock.OwnerCheck;
import io.lockstep.simulation.check.lock.RefusalCheck;
import io.lockstep.simulation.check.lock.TokenCheck;
import io.lockstep.simulation.check.queue.CancelCheck;
import io.lockstep.simulation.check.queue.DeadlockCheck;
import io.lockstep.simulation.check.queue.PositionCheck;
import io.lockstep.simulation.check.queue.QueueOrderCheck;
import io.lockstep.simulation.check.queue.StuckCheck;
import io.lockstep.simulation.check.queue.WaitCheck;
import io.lockstep.simulation.check.session.EarlyEndCheck;
import io.lockstep.simulation.check.session.LateEndCheck;
import io.lockstep.simulation.check.session.LostCheck;
import io.lockstep.simulation.check.view.AnswerCheck;
import io.lockstep.simulation.check.view.AuditCheck;
import io.lockstep.simulation.check.view.HistoryCheck;
import io.lockstep.simulation.check.view.MapCheck;
import io.lockstep.simulation.check.view.ReadCheck;
import io.lockstep.simulation.check.view.SessionsCheck;
import io.lockstep.simulation.check.view.WatchCheck;
import java.util.List;

/** The list of all checks. */
public final class Checks {

    public static final List<Check> ALL = List.of(
            new AnswerCheck(),
            new AcknowledgedCheck(),
            new OwnerCheck(),
            new LeaseCheck(),
            new TokenCheck(),
            new NoEffectCheck(),
            new MapCheck(),
            new ReadCheck(),
            new RefusalCheck(),
            new EarlyEndCheck(),
            new LateEndCheck(),
            new WaitCheck(),
            new CancelCheck(),
            new QueueOrderCheck(),
            new PositionCheck(),
            new StuckCheck(),
            new DeadlockCheck(),
            new LostCheck(),
            new WatchCheck(),
            new AuditCheck(),
            new HistoryCheck(),
            new SessionsCheck(),
            new RightsCheck(),
            new LoginCheck(),
            new QuotaCheck(),
            new UserChangeCheck());

    private Checks() {}
}
