package io.lockstep.common.access;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which changes of users are possible, and what they do. */
class AccessTableTest {

    private static final TokenHash TOKEN = token(1);
    private static final Rule ADMIN = new Rule(Right.ADMIN, "");

    private final AccessTable table = new AccessTable();

    private static TokenHash token(long number) {
        return new TokenHash(number, 2, 3, 4);
    }

    /** Applies a change; returns why it is refused, or null. */
    private @Nullable Refusal apply(AccessChange change) {
        AccessVerdict verdict = table.decide(change);
        table.carryOut(change, verdict);
        return verdict.refusal();
    }

    private User user(String name) {
        return Objects.requireNonNull(table.user(name));
    }

    @Test
    void theFirstUserIsAnAdministrator() {
        assertThat(apply(new AddUser("anna", TOKEN, false))).isEqualTo(Refusal.FIRST_IS_NO_ADMIN);
        assertThat(table.isEmpty()).isTrue();
        assertThat(apply(new AddUser("anna", TOKEN, true))).isNull();
        assertThat(apply(new AddUser("bert", token(2), false))).isNull();
        assertThat(user("anna").isAdmin()).isTrue();
        assertThat(user("bert").rules()).isEmpty();
    }

    @Test
    void aRetryChangesNothingAndAnotherUserOfTheNameIsRefused() {
        apply(new AddUser("anna", TOKEN, true));
        assertThat(table.decide(new AddUser("anna", TOKEN, true)).changes()).isFalse();
        assertThat(apply(new AddUser("anna", TOKEN, true))).isNull();
        assertThat(apply(new AddUser("anna", token(2), true))).isEqualTo(Refusal.USER_EXISTS);
    }

    @Test
    void theLastAdministratorStays() {
        apply(new AddUser("anna", TOKEN, true));
        apply(new AddUser("bert", token(2), false));
        assertThat(apply(new RemoveUser("anna"))).isEqualTo(Refusal.LAST_ADMIN);
        assertThat(apply(new Deny("anna", ADMIN))).isEqualTo(Refusal.LAST_ADMIN);
        assertThat(apply(new Allow("bert", ADMIN))).isNull();
        assertThat(apply(new Deny("anna", ADMIN))).isNull();
        assertThat(apply(new RemoveUser("bert"))).isEqualTo(Refusal.LAST_ADMIN);
        assertThat(apply(new RemoveUser("anna"))).isNull();
        assertThat(table.user("anna")).isNull();
    }

    @Test
    void twoTokensAreValidWhileOneIsRotated() {
        apply(new AddUser("anna", TOKEN, true));
        apply(new RotateToken("anna", token(2)));
        assertThat(table.byToken(TOKEN)).isEqualTo(table.byToken(token(2))).isEqualTo(user("anna"));
        apply(new RotateToken("anna", token(3)));
        assertThat(table.byToken(TOKEN)).isNull();
        assertThat(user("anna").tokens()).containsExactly(token(3), token(2));
        apply(new FinishRotation("anna"));
        assertThat(user("anna").tokens()).containsExactly(token(3));
    }

    @Test
    void tokensThatDifferInOnePartAreDifferent() {
        TokenHash hash = new TokenHash(1, 2, 3, 4);
        assertThat(hash.matches(new TokenHash(1, 2, 3, 4))).isTrue();
        for (TokenHash other : List.of(
                new TokenHash(9, 2, 3, 4),
                new TokenHash(1, 9, 3, 4),
                new TokenHash(1, 2, 9, 4),
                new TokenHash(1, 2, 3, 9))) {
            assertThat(hash.matches(other)).isFalse();
        }
    }

    @Test
    void aRightIsGivenAndTakenAwayByItsPrefix() {
        apply(new AddUser("anna", TOKEN, true));
        apply(new AddUser("bert", token(2), false));
        apply(new Allow("bert", new Rule(Right.LOCK, "app/")));
        assertThat(user("bert").may(Right.LOCK, "app/1")).isTrue();
        assertThat(user("bert").may(Right.LOCK, "ap")).isFalse();
        assertThat(user("bert").may(Right.READ, "app/1")).isFalse();
        assertThat(apply(new Deny("bert", new Rule(Right.LOCK, "app/1")))).isEqualTo(Refusal.NO_SUCH_RULE);
        assertThat(apply(new Deny("bert", new Rule(Right.LOCK, "app/")))).isNull();
        assertThat(user("bert").may(Right.LOCK, "app/1")).isFalse();
        assertThat(apply(new Allow("carl", new Rule(Right.LOCK, "")))).isEqualTo(Refusal.NO_SUCH_USER);
    }

    @Test
    void thePrefixesOfAUserAreDisjointAndInOrder() {
        apply(new AddUser("anna", TOKEN, true));
        apply(new AddUser("bert", token(2), false));
        for (String prefix : List.of("b/", "a/2/", "a/", "c/x", "c/")) {
            apply(new Allow("bert", new Rule(Right.READ, prefix)));
        }
        assertThat(user("bert").prefixes(Right.READ, "")).containsExactly("a/", "b/", "c/");
        assertThat(user("bert").prefixes(Right.READ, "a/2")).containsExactly("a/2");
        assertThat(user("bert").prefixes(Right.READ, "d")).isEmpty();
        assertThat(user("bert").prefixes(Right.WATCH, "")).isEmpty();
        assertThat(user("anna").prefixes(Right.READ, "x")).containsExactly("x");
    }

    @Test
    void aCertificateNamesOneUser() {
        apply(new AddUser("anna", TOKEN, true));
        apply(new AddUser("bert", token(2), false));
        apply(new SetSubject("bert", "CN=bert"));
        assertThat(apply(new SetSubject("anna", "CN=bert"))).isEqualTo(Refusal.SUBJECT_TAKEN);
        assertThat(table.bySubject("CN=bert")).isEqualTo(user("bert"));
        apply(new Allow("bert", new Rule(Right.READ, "")));
        assertThat(table.bySubject("CN=bert")).isEqualTo(user("bert"));
        apply(new SetSubject("bert", ""));
        assertThat(table.bySubject("CN=bert")).isNull();
        assertThat(table.bySubject("")).isNull();
    }

    @Test
    void onlyAClusterWithoutUsersGetsAFirstAdministrator() {
        apply(new FirstAdmin("admin", TOKEN));
        assertThat(user("admin").isAdmin()).isTrue();
        assertThat(table.decide(new FirstAdmin("admin", token(2))).changes()).isFalse();
    }

    @Test
    void aResetGivesAllRightsAndOneToken() {
        apply(new AddUser("anna", TOKEN, true));
        apply(new AddUser("admin", token(2), false));
        apply(new ResetAdmin("admin", token(3)));
        assertThat(user("admin").isAdmin()).isTrue();
        assertThat(user("admin").tokens()).containsExactly(token(3));
        assertThat(table.decide(new ResetAdmin("admin", token(3))).changes()).isFalse();
    }

    @Test
    void boundsAreRefusedNotThrown() {
        assertThat(apply(new AddUser("", TOKEN, true))).isEqualTo(Refusal.BAD_VALUE);
        assertThat(apply(new AddUser("a b", TOKEN, true))).isEqualTo(Refusal.BAD_VALUE);
        apply(new AddUser("anna", TOKEN, true));
        assertThat(apply(new SetQuota("anna", Quotas.Kind.LOCKS, -1))).isEqualTo(Refusal.BAD_VALUE);
        assertThat(apply(new Allow("anna", new Rule(Right.READ, "x".repeat(256)))))
                .isEqualTo(Refusal.BAD_VALUE);
        assertThat(apply(new SetSubject("anna", "x".repeat(1_025)))).isEqualTo(Refusal.BAD_VALUE);
        for (int n = user("anna").rules().size(); n < User.RULES_MAX; n++) {
            assertThat(apply(new Allow("anna", new Rule(Right.READ, "p" + n)))).isNull();
        }
        assertThat(apply(new Allow("anna", new Rule(Right.READ, "more")))).isEqualTo(Refusal.TOO_MANY_RULES);
        for (int n = 1; n < AccessTable.USERS_MAX; n++) {
            assertThat(apply(new AddUser("u" + n, token(10 + n), false))).isNull();
        }
        assertThat(apply(new AddUser("more", token(5), false))).isEqualTo(Refusal.TOO_MANY_USERS);
    }
}
