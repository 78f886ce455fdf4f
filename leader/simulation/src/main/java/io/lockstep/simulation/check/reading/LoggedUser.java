package io.lockstep.simulation.check.reading;

import io.lockstep.common.access.Quotas;
import io.lockstep.common.access.Right;
import io.lockstep.common.access.Rule;
import io.lockstep.common.access.TokenHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A user as the log has it after one change, until the next. Immutable.
 *
 * @param tokens the valid ones, the newest first
 * @param quotas the bounds that there are
 */
public record LoggedUser(String name, List<TokenHash> tokens, List<Rule> rules, Map<Quotas.Kind, Long> quotas) {

    static LoggedUser added(String name, TokenHash token, boolean admin) {
        List<Rule> rules = new ArrayList<>();
        if (admin) {
            for (Right right : Right.values()) {
                rules.add(new Rule(right, ""));
            }
        }
        return new LoggedUser(name, List.of(token), rules, Map.of());
    }

    /** Returns whether the user has this right over the lock. */
    public boolean may(Right right, String lock) {
        return rules.stream().anyMatch(rule -> rule.right() == right && lock.startsWith(rule.prefix()));
    }

    /** Returns whether the user has this right over any name, of a lock or not, that begins so. */
    public boolean mayAny(Right right, String beginning) {
        return rules.stream()
                .filter(rule -> rule.right() == right)
                .anyMatch(rule -> rule.prefix().startsWith(beginning) || beginning.startsWith(rule.prefix()));
    }

    /** Returns whether the user is an administrator. */
    public boolean isAdmin() {
        return may(Right.ADMIN, "");
    }

    /** Returns the bound of this kind; 0 for none. */
    public long quota(Quotas.Kind kind) {
        return quotas.getOrDefault(kind, 0L);
    }

    LoggedUser rotated(TokenHash token) {
        return new LoggedUser(name, List.of(token, tokens.get(0)), rules, quotas);
    }

    LoggedUser withNewestToken() {
        return new LoggedUser(name, List.of(tokens.get(0)), rules, quotas);
    }

    LoggedUser allowed(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new LoggedUser(name, tokens, more, quotas);
    }

    LoggedUser denied(Rule rule) {
        return new LoggedUser(
                name, tokens, rules.stream().filter(each -> !each.equals(rule)).toList(), quotas);
    }

    LoggedUser bounded(Quotas.Kind kind, long limit) {
        Map<Quotas.Kind, Long> bounds = new TreeMap<>(quotas);
        bounds.put(kind, limit);
        return new LoggedUser(name, tokens, rules, bounds);
    }
}
