package io.lockstep.common.access;

import java.util.ArrayList;
import java.util.List;

/**
 * A user of the cluster. Immutable.
 *
 * @param name as {@link #flawOf} allows
 * @param subject of the client certificate that names this user; empty for none
 * @param tokens the hashes of the valid tokens, the newest first: none, one, or two while the token is rotated
 * @param rules what the user may do, in their order, without repetition
 */
public record User(String name, String subject, List<TokenHash> tokens, List<Rule> rules, Quotas quotas) {

    /** Longest name, in characters. */
    public static final int NAME_LENGTH_MAX = 64;

    /** Longest subject of a certificate, in characters. */
    public static final int SUBJECT_LENGTH_MAX = 1_024;

    /** Most rules of one user. */
    public static final int RULES_MAX = 100;

    public User {
        tokens = List.copyOf(tokens);
        rules = List.copyOf(rules);
    }

    /** Returns why a text cannot be the name of a user; empty if it can. */
    public static String flawOf(String name) {
        boolean fits = !name.isEmpty()
                && name.length() <= NAME_LENGTH_MAX
                && name.chars().allMatch(User::isNameCharacter);
        return fits
                ? ""
                : "the name of a user has 1 to " + NAME_LENGTH_MAX + " letters, digits and characters of .-_@ only";
    }

    private static boolean isNameCharacter(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || ".-_@".indexOf(character) >= 0;
    }

    /** Returns whether a rule gives the user this right over the lock with this name. */
    public boolean may(Right right, String lockName) {
        for (Rule rule : rules) {
            if (rule.allows(right, lockName)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the user may do what administrators do. */
    public boolean isAdmin() {
        return may(Right.ADMIN, "");
    }

    /**
     * Returns prefixes that together cover all names that begin with {@code within} and over which the user has this
     * right. No name begins with two of them, and they come in the order of the names they cover. Empty if there is no
     * such name.
     */
    public List<String> prefixes(Right right, String within) {
        List<String> covering = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.allows(right, within)) {
                return List.of(within);
            }
            boolean narrower = rule.right() == right && rule.prefix().startsWith(within);
            // The rules are in order, so the prefix that covers this one, if any, is the newest that was taken.
            if (narrower && (covering.isEmpty() || !rule.prefix().startsWith(covering.get(covering.size() - 1)))) {
                covering.add(rule.prefix());
            }
        }
        return covering;
    }

    /** Returns whether this is the hash of one of the user's tokens. Compares with all of them. */
    public boolean accepts(TokenHash token) {
        boolean found = false;
        for (TokenHash each : tokens) {
            found |= each.matches(token);
        }
        return found;
    }

    User withTokens(List<TokenHash> newTokens) {
        return new User(name, subject, newTokens, rules, quotas);
    }

    User withRules(List<Rule> newRules) {
        return new User(name, subject, tokens, newRules, quotas);
    }

    User withSubject(String newSubject) {
        return new User(name, newSubject, tokens, rules, quotas);
    }

    User withQuotas(Quotas newQuotas) {
        return new User(name, subject, tokens, rules, newQuotas);
    }
}
