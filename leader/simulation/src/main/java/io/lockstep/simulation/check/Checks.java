package io.lockstep.simulation.check;

import java.util.List;

/** All that is checked of every run. */
public final class Checks {

    public static final List<Check> ALL = List.of(
            new AnswerCheck(),
            new AcknowledgedCheck(),
            new OwnerCheck(),
            new TokenCheck(),
            new NoEffectCheck(),
            new MapCheck(),
            new ReadCheck(),
            new RefusalCheck(),
            new EarlyEndCheck(),
            new LateEndCheck(),
            new WaitCheck(),
            new CancelCheck(),
            new LineCheck(),
            new PlaceCheck(),
            new StuckCheck(),
            new CircleCheck(),
            new LostCheck(),
            new WatchCheck(),
            new AuditCheck());

    private Checks() {}
}
