package io.lockstep.follower.engine.replication;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EngineMembershipTest {

    private static final Member FIRST = new Member(1, "127.0.0.1:9100");
    private static final Membership NONE = new Membership(Set.of(), Set.of(), false);

    private final AtomicLong changes = new AtomicLong(4);
    private final Configuration configuration = new Configuration(List.of(peer(FIRST)));

    private static PeerId peer(Member member) {
        return PeerIds.of(Set.of(member)).get(0);
    }

    private Membership read(Runnable meanwhile) {
        return EngineMembership.read(
                changes::get,
                () -> {
                    meanwhile.run();
                    return configuration;
                },
                NONE);
    }

    @Test
    void withoutAChangeTheMembershipIsTheEnginesConfiguration() {
        assertThat(read(() -> {})).isEqualTo(new Membership(Set.of(FIRST), Set.of(), false));
    }

    @Test
    void duringAChangeTheMembershipIsChanging() {
        changes.set(5);

        assertThat(read(() -> {}).changing()).isTrue();
    }

    @Test
    void aChangeThatEndsWhileTheConfigurationIsReadIsStillUnderWay() {
        changes.set(5);

        assertThat(read(changes::incrementAndGet).changing()).isTrue();
    }

    @Test
    void aChangeThatBeginsAndEndsMeanwhileIsUnderWay() {
        assertThat(read(() -> changes.addAndGet(2)).changing()).isTrue();
    }

    @Test
    void withoutAConfigurationTheMembershipStaysAsItWas() {
        assertThat(EngineMembership.read(changes::get, () -> null, NONE)).isSameAs(NONE);
    }
}
