package io.lockstep.common.access;

import java.util.Comparator;

/**
 * One thing that a user may do.
 *
 * @param prefix of the names of the locks that the right is about; empty for all locks
 */
public record Rule(Right right, String prefix) implements Comparable<Rule> {

    /** Longest prefix, in characters. */
    public static final int PREFIX_LENGTH_MAX = 255;

    private static final Comparator<Rule> ORDER =
            Comparator.comparing(Rule::right).thenComparing(Rule::prefix);

    /** An administrator's right is about no lock: its prefix is empty, whatever was given. */
    public Rule {
        prefix = right == Right.ADMIN ? "" : prefix;
    }

    boolean allows(Right asked, String name) {
        return right == asked && name.startsWith(prefix);
    }

    @Override
    public int compareTo(Rule other) {
        return ORDER.compare(this, other);
    }

    /** Returns the rule in words: the right, and the prefix in quotes if there is one. */
    public String words() {
        return prefix.isEmpty() ? right.word() : right.word() + " \"" + prefix + "\"";
    }
}
