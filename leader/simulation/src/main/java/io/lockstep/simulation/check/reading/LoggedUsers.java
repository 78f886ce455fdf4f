package io.lockstep.simulation.check.reading;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.TokenHash;
import io.lockstep.common.command.Command;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The users at each place of the log, by the rules in the words of {@code docs/PROTOCOL.md}. A cluster that ever has
 * users admits users only, from its beginning.
 */
public final class LoggedUsers {

    private static final int RULES_MAX = 100;

    private final List<LoggedAudit> audit;

    /** For each user its states by the place at which they begin; empty from where the user is removed. */
    private final Map<String, TreeMap<Long, Optional<LoggedUser>>> states = new TreeMap<>();

    private final Map<TokenHash, String> names = new HashMap<>();

    /** The number of the server and of its report. */
    private final Set<List<Long>> reports = new HashSet<>();

    /** @param audit receives the changes, and the reports of refusals */
    LoggedUsers(List<LoggedAudit> audit) {
        this.audit = audit;
    }

    /** Returns whether there ever were users. */
    public boolean exist() {
        return !states.isEmpty();
    }

    /** Returns the user with this name after the command at this place; empty if there was none. */
    public Optional<LoggedUser> named(String name, long place) {
        TreeMap<Long, Optional<LoggedUser>> ofUser = states.get(name);
        Map.Entry<Long, Optional<LoggedUser>> state = ofUser == null ? null : ofUser.floorEntry(place);
        return state == null ? Optional.empty() : state.getValue();
    }

    /** Returns the users that there were after the command at this place, in the order of their names. */
    public List<LoggedUser> all(long place) {
        return states.keySet().stream()
                .flatMap(name -> named(name, place).stream())
                .toList();
    }

    /** Returns the user who had this token after the command at this place; empty if nobody had it. */
    public Optional<LoggedUser> withToken(TokenHash token, long place) {
        String name = names.get(token);
        return name == null
                ? Optional.empty()
                : named(name, place).filter(user -> user.tokens().contains(token));
    }

    /** Returns whether this user could open or resume a session at the moment: empty stands for no user. */
    boolean isStranger(String name, Moment now) {
        return exist() && named(name, now.place()).isEmpty();
    }

    /** Carries out a change, and returns whether it changed anything. */
    boolean change(Command.ChangeAccess command, Moment now) {
        AccessChange change = command.change();
        if (!mayChange(command, now)) {
            return false;
        }
        LoggedUser before = named(change.user(), now.place()).orElse(null);
        LoggedUser after = after(before, change, now);
        if (Objects.equals(before, after)) {
            return false;
        }
        states.computeIfAbsent(change.user(), any -> new TreeMap<>()).put(now.place(), Optional.ofNullable(after));
        if (after != null) {
            after.tokens().forEach(token -> names.put(token, after.name()));
        }
        audit.add(new LoggedAudit(
                "user " + change.user() + " " + change.words(),
                command.operator(),
                command.operatorAddress(),
                "",
                now));
        return true;
    }

    /** Only administrators change users, but for the first administrator, which a server makes. */
    private boolean mayChange(Command.ChangeAccess command, Moment now) {
        return !hasUsers(now)
                || command.change() instanceof AccessChange.FirstAdmin
                || named(command.operator(), now.place())
                        .filter(LoggedUser::isAdmin)
                        .isPresent();
    }

    /** Returns the user after the change; {@code before} itself if nothing changes. */
    private @Nullable LoggedUser after(@Nullable LoggedUser before, AccessChange change, Moment now) {
        if (change instanceof AccessChange.AddUser add) {
            boolean mayBeFirst = add.admin() || hasUsers(now);
            return before == null && mayBeFirst ? LoggedUser.added(add.user(), add.token(), add.admin()) : before;
        }
        if (change instanceof AccessChange.FirstAdmin first) {
            return hasUsers(now) ? before : LoggedUser.added(first.user(), first.token(), true);
        }
        return before == null ? null : afterOf(before, change, now);
    }

    private @Nullable LoggedUser afterOf(LoggedUser before, AccessChange change, Moment now) {
        if (change instanceof AccessChange.RemoveUser) {
            return isLastAdmin(before, now) ? before : null;
        }
        if (change instanceof AccessChange.RotateToken rotate) {
            return before.tokens().contains(rotate.token()) ? before : before.rotated(rotate.token());
        }
        if (change instanceof AccessChange.FinishRotation) {
            return before.withNewestToken();
        }
        if (change instanceof AccessChange.SetQuota set) {
            return before.quota(set.kind()) == set.limit() ? before : before.bounded(set.kind(), set.limit());
        }
        if (change instanceof AccessChange.Allow allow) {
            boolean has = before.rules().contains(allow.rule());
            return has || before.rules().size() == RULES_MAX ? before : before.allowed(allow.rule());
        }
        if (change instanceof AccessChange.Deny deny) {
            boolean locksOut = before.denied(deny.rule()).isAdmin() != before.isAdmin() && isLastAdmin(before, now);
            return locksOut ? before : before.denied(deny.rule());
        }
        throw new IllegalStateException("no client of the simulation asks for " + change);
    }

    private boolean hasUsers(Moment now) {
        return !all(now.place()).isEmpty();
    }

    private boolean isLastAdmin(LoggedUser user, Moment now) {
        return user.isAdmin()
                && all(now.place()).stream().filter(LoggedUser::isAdmin).count() == 1;
    }

    void refused(Command.ReportRefusals report, Moment now) {
        if (reports.add(List.of((long) report.server(), report.number()))) {
            audit.add(new LoggedAudit(
                    "refused " + report.verb() + " " + report.times() + " " + report.server(),
                    report.user(),
                    report.address(),
                    "",
                    now));
        }
    }
}
