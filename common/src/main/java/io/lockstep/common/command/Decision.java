package io.lockstep.common.command;

import org.jspecify.annotations.Nullable;

/**
 * What a command would do to the map as it stands. Holds good until the next entry is applied.
 *
 * <p>Every rule answers with one of these: the leader reads the result and stops there, {@code LockStateMachine.apply}
 * carries it out. So both come from the same check.
 */
public final class Decision {

    private final CommandResult result;
    private final boolean changes;

    /** Null where there is nothing to do. */
    private final @Nullable Runnable effect;

    private Decision(CommandResult result, boolean changes, @Nullable Runnable effect) {
        this.result = result;
        this.changes = changes;
        this.effect = effect;
    }

    /** The command is refused. */
    public static Decision refused(CommandResult.Refused reason) {
        return new Decision(reason, false, null);
    }

    /** The command asks for what is so already, or was answered before: this answer, and no change. */
    public static Decision unchanged(CommandResult result) {
        return new Decision(result, false, null);
    }

    /** The command changes something: {@code effect} does it. */
    public static Decision changed(CommandResult result, Runnable effect) {
        return new Decision(result, true, effect);
    }

    /** This decision, with something more to be done when it is carried out. */
    public Decision andAlso(Runnable more) {
        return new Decision(result, changes, () -> {
            carryOut();
            more.run();
        });
    }

    public void carryOut() {
        if (effect != null) {
            effect.run();
        }
    }

    /** What {@code LockStateMachine.apply} would answer. */
    public CommandResult result() {
        return result;
    }

    /**
     * Whether the command would change anything; if not, it must not be proposed. False for refusals and repeated
     * commands. (A refusal that is applied nevertheless, because things changed after it was proposed, is remembered as the
     * answer to its request.)
     */
    public boolean changes() {
        return changes;
    }
}
