package io.lockstep.common.access;

import io.lockstep.common.access.AccessVerdict.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The users of a cluster in the order of their names, and what they have at present. Every server has the same ones.
 * Confined to the thread that applies entries.
 */
public final class AccessTable {

    /** Most users of a cluster. */
    public static final int USERS_MAX = 1_000;

    private static final List<Rule> ALL_RULES = List.of(
            new Rule(Right.READ, ""),
            new Rule(Right.LOCK, ""),
            new Rule(Right.WATCH, ""),
            new Rule(Right.FORCE, ""),
            new Rule(Right.ADMIN, ""));

    private final TreeMap<String, User> users = new TreeMap<>();
    private final TreeMap<String, User> bySubject = new TreeMap<>();
    private final TreeMap<String, Usage> usages = new TreeMap<>();

    /** Returns whether there are no users, so that anybody may do anything. */
    public boolean isEmpty() {
        return users.isEmpty();
    }

    /** Returns a live view of the users, in the order of their names. */
    public Collection<User> all() {
        return Collections.unmodifiableCollection(users.values());
    }

    /** Returns the users whose names are above {@code after}, in order. */
    public Collection<User> after(String after) {
        return Collections.unmodifiableCollection(users.tailMap(after, false).values());
    }

    /** Returns the user with this name; null if there is none. */
    public @Nullable User user(String name) {
        return users.get(name);
    }

    /**
     * Returns whether this very object is in the table: the table has another one once the user has changed. Cheaper
     * than to compare all values.
     */
    @SuppressWarnings("ReferenceEquality") // An equal user of another table may be taken for a changed one.
    public boolean isPresent(User user) {
        return users.get(user.name()) == user;
    }

    /** Returns the user whose token has this hash; null if there is none. Compares with every token there is. */
    public @Nullable User byToken(TokenHash token) {
        User found = null;
        for (User user : users.values()) {
            found = user.accepts(token) ? user : found;
        }
        return found;
    }

    /** Returns the user whom a client certificate with this subject names; null if there is none. */
    public @Nullable User bySubject(String subject) {
        return bySubject.get(subject);
    }

    /** Returns the count of what this user has, to be kept up to date by whoever adds or removes something. */
    public Usage usageOf(String name) {
        return usages.computeIfAbsent(name, Usage::new);
    }

    /** Forgets the count if the user has no sessions, and so has nothing. */
    public void forgetIfNone(Usage usage) {
        if (usage.sessions() == 0) {
            usages.remove(usage.user(), usage);
        }
    }

    /** Returns the bound of this kind that {@code more} would exceed; 0 if they fit, or if there is no such user. */
    public long exceeded(Quotas.Kind kind, String name, int more) {
        User user = users.get(name);
        long limit = user == null ? 0 : user.quotas().of(kind);
        return limit > 0 && present(kind, usages.get(name)) + (long) more > limit ? limit : 0;
    }

    private static int present(Quotas.Kind kind, @Nullable Usage usage) {
        if (usage == null) {
            return 0;
        }
        return switch (kind) {
            case SESSIONS -> usage.sessions();
            case LOCKS -> usage.locks();
            case WAITERS -> usage.waiters();
            case WATCHES -> 0;
        };
    }

    /** Puts a user of a snapshot into the table. */
    public void restore(User user) {
        put(user);
    }

    /** Carries out what {@link #decide} said of this change. */
    public void carryOut(AccessChange change, AccessVerdict verdict) {
        User after = verdict.after();
        if (after != null) {
            put(after);
        } else if (verdict.changes()) {
            remove(change.user());
        }
    }

    private void put(User user) {
        remove(user.name());
        users.put(user.name(), user);
        if (!user.subject().isEmpty()) {
            bySubject.put(user.subject(), user);
        }
    }

    private void remove(String name) {
        User before = users.remove(name);
        if (before != null) {
            bySubject.remove(before.subject(), before);
        }
    }

    /** Returns what this change would do now. Changes nothing. */
    public AccessVerdict decide(AccessChange change) {
        if (!User.flawOf(change.user()).isEmpty()) {
            return AccessVerdict.refused(Refusal.BAD_VALUE);
        }
        User known = users.get(change.user());
        if (change instanceof AccessChange.AddUser add) {
            return add(known, add);
        }
        if (change instanceof AccessChange.FirstAdmin first) {
            return isEmpty() ? AccessVerdict.becomes(admin(first.user(), first.token())) : AccessVerdict.unchanged();
        }
        if (change instanceof AccessChange.ResetAdmin reset) {
            return reset(known, reset);
        }
        return known == null ? AccessVerdict.refused(Refusal.NO_SUCH_USER) : decide(known, change);
    }

    private AccessVerdict add(@Nullable User known, AccessChange.AddUser add) {
        if (known != null) {
            // The same token is that of a retry: it was drawn at random for this one request.
            return known.accepts(add.token()) ? AccessVerdict.unchanged() : AccessVerdict.refused(Refusal.USER_EXISTS);
        }
        if (users.size() >= USERS_MAX) {
            return AccessVerdict.refused(Refusal.TOO_MANY_USERS);
        }
        if (isEmpty() && !add.admin()) {
            return AccessVerdict.refused(Refusal.FIRST_IS_NO_ADMIN);
        }
        return AccessVerdict.becomes(
                add.admin()
                        ? admin(add.user(), add.token())
                        : new User(add.user(), "", List.of(add.token()), List.of(), Quotas.NONE));
    }

    private static User admin(String name, TokenHash token) {
        return new User(name, "", List.of(token), ALL_RULES, Quotas.NONE);
    }

    private static AccessVerdict reset(@Nullable User known, AccessChange.ResetAdmin reset) {
        User admin = admin(reset.user(), reset.token());
        User after = known == null ? admin : admin.withSubject(known.subject());
        return changed(known, after);
    }

    private AccessVerdict decide(User known, AccessChange change) {
        if (change instanceof AccessChange.RemoveUser) {
            return isLastAdmin(known) ? AccessVerdict.refused(Refusal.LAST_ADMIN) : AccessVerdict.removed();
        }
        if (change instanceof AccessChange.RotateToken rotate) {
            return rotate(known, rotate.token());
        }
        if (change instanceof AccessChange.FinishRotation) {
            return known.tokens().size() < 2
                    ? AccessVerdict.unchanged()
                    : AccessVerdict.becomes(known.withTokens(known.tokens().subList(0, 1)));
        }
        if (change instanceof AccessChange.SetSubject set) {
            return setSubject(known, set.subject());
        }
        if (change instanceof AccessChange.SetQuota set) {
            User after = known.withQuotas(known.quotas().with(set.kind(), set.limit()));
            return set.limit() < 0 ? AccessVerdict.refused(Refusal.BAD_VALUE) : changed(known, after);
        }
        if (change instanceof AccessChange.Allow allow) {
            return allow(known, allow.rule());
        }
        if (change instanceof AccessChange.Deny deny) {
            return deny(known, deny.rule());
        }
        throw new IllegalStateException("no rule for " + change.words());
    }

    private static AccessVerdict changed(@Nullable User known, User after) {
        return after.equals(known) ? AccessVerdict.unchanged() : AccessVerdict.becomes(after);
    }

    private static AccessVerdict rotate(User known, TokenHash token) {
        if (known.accepts(token)) {
            return AccessVerdict.unchanged();
        }
        List<TokenHash> both = new ArrayList<>(List.of(token));
        both.addAll(known.tokens().subList(0, Math.min(1, known.tokens().size())));
        return AccessVerdict.becomes(known.withTokens(both));
    }

    private AccessVerdict setSubject(User known, String subject) {
        if (subject.length() > User.SUBJECT_LENGTH_MAX) {
            return AccessVerdict.refused(Refusal.BAD_VALUE);
        }
        User other = bySubject.get(subject);
        return other != null && !other.name().equals(known.name())
                ? AccessVerdict.refused(Refusal.SUBJECT_TAKEN)
                : changed(known, known.withSubject(subject));
    }

    private static AccessVerdict allow(User known, Rule rule) {
        if (rule.prefix().length() > Rule.PREFIX_LENGTH_MAX) {
            return AccessVerdict.refused(Refusal.BAD_VALUE);
        }
        if (known.rules().contains(rule)) {
            return AccessVerdict.unchanged();
        }
        if (known.rules().size() >= User.RULES_MAX) {
            return AccessVerdict.refused(Refusal.TOO_MANY_RULES);
        }
        List<Rule> more = new ArrayList<>(known.rules());
        more.add(rule);
        return AccessVerdict.becomes(known.withRules(more.stream().sorted().toList()));
    }

    private AccessVerdict deny(User known, Rule rule) {
        if (!known.rules().contains(rule)) {
            return AccessVerdict.refused(Refusal.NO_SUCH_RULE);
        }
        if (rule.right() == Right.ADMIN && isLastAdmin(known)) {
            return AccessVerdict.refused(Refusal.LAST_ADMIN);
        }
        return AccessVerdict.becomes(known.withRules(
                known.rules().stream().filter(each -> !each.equals(rule)).toList()));
    }

    private boolean isLastAdmin(User user) {
        return user.isAdmin() && users.values().stream().filter(User::isAdmin).count() == 1;
    }
}
