package io.lockstep.endtoend.attack;

/**
 * An attack that can be asked for by its name.
 *
 * @param setting the cluster on which it is tried
 * @param secondsMin how long it takes to have its effect
 */
record NamedAttack(String name, Attack attack, Setting setting, int secondsMin) {

    private static final int SECONDS_MIN = 10;

    NamedAttack(String name, Attack attack, Setting setting) {
        this(name, attack, setting, SECONDS_MIN);
    }

    NamedAttack(String name, Attack attack) {
        this(name, attack, Setting.DEFAULT);
    }

    /** The same on another cluster. */
    NamedAttack on(Setting other) {
        return new NamedAttack(name, attack, other, secondsMin);
    }

    /** The same on another cluster, for a moment. */
    NamedAttack shortlyOn(Setting other) {
        return new NamedAttack(name, attack, other, 0);
    }
}
