package io.lockstep.follower.client;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.AccessTable;
import io.lockstep.common.access.AccessVerdict.Refusal;
import io.lockstep.common.access.Quotas;
import io.lockstep.common.access.TokenHash;
import io.lockstep.common.access.User;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.protocol.AccessOrder;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.access.Access;
import io.lockstep.follower.access.AdminToken;
import io.lockstep.follower.access.FailedLogins;
import io.lockstep.follower.access.RefusalReports;
import io.lockstep.follower.access.Tokens;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.context.Timers;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.ReplicatedMap;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Handles AUTH, USER, ALLOW and DENY, and refuses what a client may not ask. */
final class AccessRequests {

    private final NodeIdentity self;
    private final ServerFacts facts;
    private final ReplicatedMap map;
    private final Access access;
    private final PendingRequests pending;
    private final LocalReads localReads;
    private final LockAnswers answers;
    private final Replies replies;
    private final Timers timers;
    private final ParkedRequests parked;
    private final RandomGenerator random;
    private final FailedLogins failedLogins;
    private final RefusalReports reports;
    private final AdminToken adminToken;

    /** @param random for tokens, which are secrets: must be cryptographically strong */
    AccessRequests(
            NodeIdentity self,
            NodeSettings settings,
            ServerFacts facts,
            ReplicatedMap map,
            Access access,
            PendingRequests pending,
            LocalReads localReads,
            LockAnswers answers,
            Replies replies,
            Timers timers,
            ParkedRequests parked,
            RandomGenerator random) {
        this.self = self;
        this.facts = facts;
        this.map = map;
        this.access = access;
        this.pending = pending;
        this.localReads = localReads;
        this.answers = answers;
        this.replies = replies;
        this.timers = timers;
        this.parked = parked;
        this.random = random;
        this.failedLogins = new FailedLogins(timers.clock());
        this.reports = new RefusalReports(self.server(), pending, timers.clock(), random);
        this.adminToken = new AdminToken(self, settings.access(), map, pending);
    }

    /** Whether the client may ask this, by the map as it is, or might when it asked first; if not, answers it. */
    boolean admits(ClientRequest request) {
        Access.Verdict verdict = access.check(request.conversation().login(), request.request());
        if (verdict == Access.Verdict.ADMITTED || (verdict == Access.Verdict.DENIED && answers.isRetry(request))) {
            return true;
        }
        if (verdict == Access.Verdict.AUTH_REQUIRED) {
            replies.authRequired(request);
            return false;
        }
        reports.refused(
                access.verbOf(request.request()),
                request.conversation().user(),
                request.conversation().clientAddress());
        deny(request);
        return false;
    }

    private static void deny(ClientRequest request) {
        String user = request.conversation().user();
        request.refuse(
                ErrorCode.DENIED, "no rule of user " + user + " allows this; ask an administrator for the right");
    }

    void auth(ClientRequest request, Request.Auth auth) {
        if (!access.isRestricted()) {
            request.reply(welcome(request));
            return;
        }
        if (auth.token().isEmpty()) {
            localReads.whenAt(0, request, () -> byCertificate(request));
            return;
        }
        TokenHash token = Tokens.hash(auth.token());
        if (!known(request, token)) {
            // A server that has just started may not have all users in its map yet.
            localReads.whenAt(0, request, () -> retried(request, token));
        }
    }

    private void byCertificate(ClientRequest request) {
        if (!request.conversation().user().isEmpty()) {
            request.reply(welcome(request));
            return;
        }
        request.conversation()
                .channel()
                .certificateSubject()
                .ifPresentOrElse(
                        subject -> request.refuse(
                                ErrorCode.AUTH_FAILED,
                                "no user has the certificate " + subject
                                        + "; an administrator gives it to one with USER SUBJECT"),
                        () -> replies.authRequired(request));
    }

    /** A token may be so new that this server does not know it yet, so it is looked for again at the end. */
    private void retried(ClientRequest request, TokenHash token) {
        if (known(request, token)) {
            return;
        }
        String host = RefusalReports.hostOf(request.conversation().clientAddress());
        if (parked.full()) {
            replies.busy(request);
            return;
        }
        parked.park(request, timers.after(failedLogins.failed(host), () -> {
            parked.end(request);
            if (!known(request, token)) {
                reports.refused(Verb.AUTH.name(), "", request.conversation().clientAddress());
                request.refuse(ErrorCode.AUTH_FAILED, "no user has this token; ask an administrator for a new one");
            }
        }));
    }

    /** Whether the token is that of a user, and the request answered. */
    private boolean known(ClientRequest request, TokenHash token) {
        User user = access.table().byToken(token);
        if (user == null) {
            return false;
        }
        String latest = request.conversation().login().latestName();
        if (!request.session().isNone() && !latest.isEmpty() && !latest.equals(user.name())) {
            request.refuse(ErrorCode.SESSION_OPEN, "the session of this connection belongs to another user");
            return true;
        }
        request.conversation().login().authenticated(user, token);
        request.reply(welcome(request));
        return true;
    }

    private Line welcome(ClientRequest request) {
        Line line = request.ok(Verb.AUTH);
        User user = access.userOf(request.conversation().login());
        if (user != null) {
            line.option("user", user.name());
        }
        line.option("cluster", self.clusterId()).option("server", self.server()).option("role", facts.role());
        return user == null ? line : line.option("rights", rights(user));
    }

    /** The rights that the user has over at least one prefix. */
    private static String rights(User user) {
        return user.rules().stream().map(rule -> rule.right().word()).distinct().collect(Collectors.joining(","));
    }

    void administer(ClientRequest request, Request.Administer administer) {
        AccessOrder order = administer.order();
        if (order instanceof AccessOrder.Users users) {
            localReads.whenAt(0, request, () -> list(request, users.after()));
        } else if (pending.full()) {
            replies.busy(request);
        } else if (order instanceof AccessOrder.Add add) {
            String token = Tokens.draw(random);
            submit(
                    request,
                    administer.verb(),
                    new AccessChange.AddUser(add.user(), Tokens.hash(token), add.admin()),
                    token);
        } else if (order instanceof AccessOrder.Rotate rotate) {
            String token = Tokens.draw(random);
            submit(request, administer.verb(), new AccessChange.RotateToken(rotate.user(), Tokens.hash(token)), token);
        } else if (order instanceof AccessOrder.Change change) {
            submit(request, administer.verb(), change.change(), "");
        }
    }

    /** @param token that was drawn for the change; empty if none was */
    private void submit(ClientRequest request, Verb verb, AccessChange change, String token) {
        Conversation conversation = request.conversation();
        pending.submit(
                new Command.ChangeAccess(change, conversation.user(), conversation.clientAddress()),
                request.sentTo(outcome -> decided(request, verb, change, token, outcome)));
    }

    private void decided(ClientRequest request, Verb verb, AccessChange change, String token, Outcome outcome) {
        if (!(outcome instanceof Outcome.Decided decided)) {
            replies.undecided(request, outcome);
        } else if (decided.result() instanceof CommandResult.AccessChanged) {
            Line line = request.ok(verb).option("user", change.user());
            if (!token.isEmpty()) {
                line.option("token", token);
            }
            request.reply(line.option("index", map.appliedIndex()));
        } else if (decided.result() instanceof CommandResult.AccessRefused refused) {
            request.reply(request.error(ErrorCode.USERS)
                    .option("reason", refused.reason().name().toLowerCase(Locale.ROOT))
                    .option("index", decided.index())
                    .message(text(change.user(), refused.reason())));
        } else if (decided.result() instanceof CommandResult.NotAUser
                && !request.conversation().user().isEmpty()) {
            deny(request);
        } else {
            replies.sessionRefused(request, decided.result(), decided.index());
        }
    }

    private static String text(String user, Refusal reason) {
        return switch (reason) {
            case NO_SUCH_USER -> "there is no user " + user + "; USER LIST shows them";
            case USER_EXISTS -> "there is a user " + user + " already; USER ROTATE gives it a new token";
            case FIRST_IS_NO_ADMIN ->
                "the first user must be an administrator, since every client must be a user from then on: add it with"
                        + " admin=yes";
            case LAST_ADMIN -> user + " is the last administrator; make another user one first, with ALLOW user admin";
            case NO_SUCH_RULE -> "user " + user + " has no such rule; USER LIST shows its rules";
            case SUBJECT_TAKEN -> "another user has this certificate";
            case TOO_MANY_USERS -> "the bound of " + AccessTable.USERS_MAX + " users is reached";
            case TOO_MANY_RULES -> "the bound of " + User.RULES_MAX + " rules of one user is reached";
            case BAD_VALUE -> "a name, prefix, subject or number is out of bounds";
        };
    }

    private void list(ClientRequest request, String after) {
        int rows = 0;
        int users = 0;
        boolean more = false;
        for (User user : access.table().after(after)) {
            int needed = 1 + user.rules().size();
            if (rows + needed > ProtocolLimits.LIST_ROWS_MAX || !request.hasRoomForRow()) {
                more = true;
                break;
            }
            sendRows(request, user);
            rows += needed;
            users++;
        }
        Line line = request.ok(Verb.USER).option("n", users).option("index", map.appliedIndex());
        request.reply(more ? line.option("more", "yes") : line);
    }

    private static void sendRows(ClientRequest request, User user) {
        Line row = request.row()
                .option("user", user.name())
                .option("tokens", user.tokens().size());
        if (!user.subject().isEmpty()) {
            row.option("subject", user.subject());
        }
        for (Quotas.Kind kind : Quotas.Kind.values()) {
            if (user.quotas().of(kind) > 0) {
                row.option(kind.word(), user.quotas().of(kind));
            }
        }
        request.send(row);
        user.rules()
                .forEach(rule -> request.send(request.row()
                        .option("user", user.name())
                        .option("right", rule.right().word())
                        .option("prefix", rule.prefix())));
    }

    /** Does the work that is due by time. */
    void tick() {
        reports.tick();
        adminToken.tick(localReads.level());
    }
}
