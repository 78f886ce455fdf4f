package io.lockstep.common.command;

import org.jspecify.annotations.Nullable;

/**
 * What a command would do to the map as it is. Valid until the next entry is applied.
 *
 * <p>Every rule returns a decision. The leader only reads its result; {@code LockStateMachine.apply} also carries it
 * out. So both follow from the same check.
 */
public final class Decision {

    private final CommandResult result;
    private final boolean changes;

    /** Null if the command changes nothing. */
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

    /** The command asks for what is already true, or was answered before: the same answer, and no change. */
    public static Decision unchanged(CommandResult result) {
        return new Decision(result, false, null);
    }

    /** The command changes the map; {@code effect} carries the change out. */
    public static Decision changed(CommandResult result, Runnable effect) {
        return new Decision(result, true, effect);
    }

    /** Returns this decision with one more effect, carried out after its own. */
    public Decision andAlso(Runnable more) {
        return new Decision(result, changes, () -> {
            carryOut();
            more.run();
        });
    }

    /** Does what the command does to the map. Call it once, before the next entry is applied. */
    public void carryOut() {
        if (effect != null) {
            effect.run();
        }
    }

    /** Returns the result that {@code LockStateMachine.apply} would give. */
    public CommandResult result() {
        return result;
    }

    /**
     * Returns whether the command changes anything; if not, it must not be proposed. False for refusals and retries. (A
     * refusal may still be applied when the map changed after the proposal. It is then kept as the answer to its
     * request.)
     */
    public boolean changes() {
        return changes;
    }
}
