package io.lockstep.client.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.session.SessionListener;
import io.lockstep.common.protocol.ServerLine;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LossListenerTest {

    private static final long TOKEN = 7;
    private static final ServerLine PUSH = lost("a", TOKEN);

    private final List<String> passedOn = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private final LossListener listener = new LossListener(List.of("a"), recorder(), losses::add);

    /** The proxy sees every method, so the test covers an event that is added later. */
    private SessionListener recorder() {
        return (SessionListener) Proxy.newProxyInstance(
                SessionListener.class.getClassLoader(),
                new Class<?>[] {SessionListener.class},
                (proxy, method, values) -> {
                    passedOn.add(method.getName());
                    return null;
                });
    }

    @Test
    void everyEventIsPassedOn() throws Exception {
        List<String> events = new ArrayList<>();
        for (Method event : SessionListener.class.getDeclaredMethods()) {
            if (!event.isSynthetic()) {
                events.add(event.getName());
                event.invoke(
                        listener,
                        Arrays.stream(event.getParameterTypes())
                                .map(LossListenerTest::value)
                                .toArray());
            }
        }
        assertThat(passedOn).containsExactlyElementsOf(events).contains("unconfirmed", "confirmed");
    }

    private static Object value(Class<?> type) {
        if (type == boolean.class) {
            return true;
        }
        if (type == ServerLine.class) {
            return PUSH;
        }
        return type == Set.class ? Set.of("a") : type == String.class ? "why" : null;
    }

    private static ServerLine lost(String name, long token) {
        Map<String, String> options = Map.of("reason", "forced", "token", Long.toString(token));
        return new ServerLine("", ServerLine.Kind.PUSH, "LOST", List.of(name), options);
    }

    @Test
    void aLossIsToldForTheGrantOnly() {
        listener.granted(TOKEN);
        listener.pushed(PUSH);
        listener.pushed(lost("b", TOKEN));
        listener.pushed(lost("a", TOKEN - 1));
        listener.overdue(Set.of("a"));
        listener.lost("expired", Set.of("a"));
        listener.overdue(Set.of("b"));
        listener.lost("expired", Set.of());
        listener.unconfirmed();
        listener.confirmed();
        assertThat(losses)
                .containsExactly(
                        "forced", "no server has confirmed the lease in time", "the session has ended (expired)");
    }

    @Test
    void whatComesBeforeTheGrantIsNoLossOfIt() {
        listener.overdue(Set.of());
        listener.lost("expired", Set.of());
        listener.pushed(lost("a", TOKEN - 1));
        listener.granted(TOKEN);
        assertThat(losses).isEmpty();
    }

    @Test
    void aLossThatOvertakesTheGrantIsTold() {
        listener.pushed(PUSH);
        assertThat(losses).isEmpty();
        listener.granted(TOKEN);
        assertThat(losses).containsExactly("forced");
    }
}
