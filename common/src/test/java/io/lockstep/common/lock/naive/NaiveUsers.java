package io.lockstep.common.lock.naive;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.AccessChange.AddUser;
import io.lockstep.common.access.AccessChange.Allow;
import io.lockstep.common.access.AccessChange.Deny;
import io.lockstep.common.access.AccessChange.FinishRotation;
import io.lockstep.common.access.AccessChange.FirstAdmin;
import io.lockstep.common.access.AccessChange.RemoveUser;
import io.lockstep.common.access.AccessChange.ResetAdmin;
import io.lockstep.common.access.AccessChange.RotateToken;
import io.lockstep.common.access.AccessChange.SetQuota;
import io.lockstep.common.access.AccessChange.SetSubject;
import io.lockstep.common.access.AccessVerdict.Refusal;
import io.lockstep.common.access.Quotas;
import io.lockstep.common.access.Right;
import io.lockstep.common.access.Rule;
import io.lockstep.common.access.TokenHash;
import io.lockstep.common.access.User;
import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.LockEvent.Ending;
import io.lockstep.common.command.LockEvent.Leaving;
import io.lockstep.common.lock.naive.NaiveModel.LiveSession;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The part of {@link NaiveModel} about users: a list that is searched from end to end. What a user has is counted anew
 * whenever somebody asks.
 */
final class NaiveUsers {

    private static final Rule ADMIN = new Rule(Right.ADMIN, "");

    private final NaiveModel model;

    /** In the order of their names. */
    final List<User> all = new ArrayList<>();

    NaiveUsers(NaiveModel model) {
        this.model = model;
    }

    User find(String name) {
        return all.stream().filter(user -> user.name().equals(name)).findFirst().orElse(null);
    }

    User withSubject(String subject) {
        return all.stream()
                .filter(user -> !subject.isEmpty() && user.subject().equals(subject))
                .findFirst()
                .orElse(null);
    }

    /** Whether the cluster has users, and this is none of them. */
    boolean isStranger(String name) {
        return !all.isEmpty() && find(name) == null;
    }

    boolean isAdmin(String name) {
        User user = find(name);
        return user != null && user.rules().contains(ADMIN);
    }

    /** Returns the numbers of its sessions, of its held and awaited locks, and of its waiting requests. */
    List<Integer> has(String name) {
        return Stream.of(Quotas.Kind.SESSIONS, Quotas.Kind.LOCKS, Quotas.Kind.WAITERS)
                .map(kind -> has(kind, name))
                .toList();
    }

    private int has(Quotas.Kind kind, String name) {
        List<LiveSession> sessions = sessionsOf(name);
        return switch (kind) {
            case SESSIONS -> sessions.size();
            case LOCKS ->
                sessions.stream()
                        .mapToInt(one -> model.locks.heldBy(one).size() + model.locks.locksAskedFor(one))
                        .sum();
            case WAITERS ->
                sessions.stream()
                        .mapToInt(one -> model.locks.waitsOf(one).size())
                        .sum();
            case WATCHES -> 0;
        };
    }

    private List<LiveSession> sessionsOf(String name) {
        return model.sessions.stream().filter(one -> one.user.equals(name)).toList();
    }

    /** Returns why a user cannot have so many more; null if it can. */
    CommandResult overQuota(Quotas.Kind kind, String name, int more) {
        User user = find(name);
        long limit = user == null ? 0 : user.quotas().of(kind);
        return limit == 0 || has(kind, name) + more <= limit
                ? null
                : new CommandResult.Full(kind.word() + " of user " + name, limit);
    }

    CommandResult change(Command.ChangeAccess command) {
        AccessChange change = command.change();
        boolean byServer = change instanceof FirstAdmin || change instanceof ResetAdmin;
        if (!all.isEmpty() && !byServer && !isAdmin(command.operator())) {
            return new CommandResult.NotAUser();
        }
        Refusal refusal = refusal(change);
        if (refusal != null) {
            return new CommandResult.AccessRefused(refusal);
        }
        User before = find(change.user());
        User after = after(before, change);
        if (!Objects.equals(before, after)) {
            all.remove(before);
            audit(
                    new AuditRecord.UserChange(change.user(), change.words()),
                    command.operator(),
                    command.operatorAddress());
            if (after == null) {
                new NaiveSessions(model).end(sessionsOf(change.user()), Leaving.CLOSED, Ending.FORCED);
            } else {
                all.add(after);
                all.sort(Comparator.comparing(User::name));
            }
        }
        return new CommandResult.AccessChanged();
    }

    private Refusal refusal(AccessChange change) {
        if (!change.user().matches("[A-Za-z0-9.@_-]{1,64}")) {
            return Refusal.BAD_VALUE;
        }
        if (change instanceof FirstAdmin || change instanceof ResetAdmin) {
            return null;
        }
        User known = find(change.user());
        if (change instanceof AddUser add) {
            if (known != null) {
                return known.tokens().contains(add.token()) ? null : Refusal.USER_EXISTS;
            }
            if (all.size() == 1_000) {
                return Refusal.TOO_MANY_USERS;
            }
            return all.isEmpty() && !add.admin() ? Refusal.FIRST_IS_NO_ADMIN : null;
        }
        if (known == null) {
            return Refusal.NO_SUCH_USER;
        }
        if (change instanceof RemoveUser || change instanceof Deny) {
            return mayNotLose(known, change);
        }
        return isOutOfBounds(change) ? Refusal.BAD_VALUE : mayNotHave(known, change);
    }

    private Refusal mayNotLose(User known, AccessChange change) {
        List<User> admins =
                all.stream().filter(user -> user.rules().contains(ADMIN)).toList();
        if (change instanceof Deny deny && !known.rules().contains(deny.rule())) {
            return Refusal.NO_SUCH_RULE;
        }
        boolean leavesNoAdmin = change instanceof RemoveUser || change.equals(new Deny(known.name(), ADMIN));
        return leavesNoAdmin && admins.equals(List.of(known)) ? Refusal.LAST_ADMIN : null;
    }

    private static boolean isOutOfBounds(AccessChange change) {
        return (change instanceof Allow allow && allow.rule().prefix().length() > 255)
                || (change instanceof SetSubject set && set.subject().length() > 1_024)
                || (change instanceof SetQuota quota && quota.limit() < 0);
    }

    private Refusal mayNotHave(User known, AccessChange change) {
        if (change instanceof SetSubject set) {
            User other = withSubject(set.subject());
            return other == null || other.equals(known) ? null : Refusal.SUBJECT_TAKEN;
        }
        boolean isOneMore = change instanceof Allow allow && !known.rules().contains(allow.rule());
        return isOneMore && known.rules().size() == 100 ? Refusal.TOO_MANY_RULES : null;
    }

    /** Returns the user as it is after the change; null if it is gone. */
    private User after(User known, AccessChange change) {
        if (change instanceof FirstAdmin first) {
            return all.isEmpty() ? admin(first.user(), "", first.token()) : known;
        }
        if (change instanceof ResetAdmin reset) {
            return admin(reset.user(), known == null ? "" : known.subject(), reset.token());
        }
        if (change instanceof AddUser add) {
            User added = add.admin()
                    ? admin(add.user(), "", add.token())
                    : new User(add.user(), "", List.of(add.token()), List.of(), Quotas.NONE);
            return known == null ? added : known;
        }
        return change instanceof RemoveUser ? null : changed(known, change);
    }

    private static User admin(String name, String subject, TokenHash token) {
        List<Rule> rules =
                Stream.of(Right.values()).map(right -> new Rule(right, "")).toList();
        return new User(name, subject, List.of(token), rules, Quotas.NONE);
    }

    private static User changed(User user, AccessChange change) {
        List<TokenHash> tokens = new ArrayList<>(user.tokens());
        List<Rule> rules = new ArrayList<>(user.rules());
        String subject = user.subject();
        Quotas quotas = user.quotas();
        if (change instanceof RotateToken rotate && !tokens.contains(rotate.token())) {
            tokens = List.of(rotate.token(), tokens.get(0));
        } else if (change instanceof FinishRotation) {
            tokens = tokens.subList(0, 1);
        } else if (change instanceof SetSubject set) {
            subject = set.subject();
        } else if (change instanceof SetQuota quota) {
            quotas = new Quotas(
                    quota.kind() == Quotas.Kind.SESSIONS ? quota.limit() : quotas.sessions(),
                    quota.kind() == Quotas.Kind.LOCKS ? quota.limit() : quotas.locks(),
                    quota.kind() == Quotas.Kind.WAITERS ? quota.limit() : quotas.waiters(),
                    quota.kind() == Quotas.Kind.WATCHES ? quota.limit() : quotas.watches());
        } else if (change instanceof Allow allow && !rules.contains(allow.rule())) {
            rules.add(allow.rule());
            rules.sort(Comparator.comparing(Rule::right).thenComparing(Rule::prefix));
        } else if (change instanceof Deny deny) {
            rules.remove(deny.rule());
        }
        return new User(user.name(), subject, tokens, rules, quotas);
    }

    CommandResult reportRefusals(Command.ReportRefusals report) {
        boolean known = model.views.newestAudit().stream()
                .anyMatch(record -> record.act() instanceof AuditRecord.Refusals earlier
                        && earlier.server() == report.server()
                        && earlier.number() == report.number());
        if (!known) {
            audit(
                    new AuditRecord.Refusals(report.server(), report.number(), report.verb(), report.times()),
                    report.user(),
                    report.address());
        }
        return new CommandResult.RefusalsRecorded();
    }

    private void audit(AuditRecord.Act act, String operator, String address) {
        model.locks.audit.add(
                new AuditRecord(model.locks.audit.size() + 1, act, operator, address, "", model.wallMillis));
    }
}
