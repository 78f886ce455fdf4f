package io.lockstep.common.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue against a list. */
class TicketQueueTest {

    private final TicketQueue.Steps steps = new TicketQueue.Steps();
    private final TicketQueue<Waiter> queue = new TicketQueue<>(steps);
    private long ticket;

    private static final class Waiter implements TicketQueue.Ticketed {
        private final long ticket;

        Waiter(long ticket) {
            this.ticket = ticket;
        }

        @Override
        public long ticket() {
            return ticket;
        }
    }

    private Waiter next() {
        ticket++;
        return new Waiter(ticket);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void itIsAListInTheOrderOfTickets(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Waiter> model = new ArrayList<>();
        for (int step = 0; step < 4_000; step++) {
            boolean grows = step / 400 % 2 == 0;
            if (model.isEmpty() || random.nextInt(10) < (grows ? 7 : 2)) {
                Waiter waiter = next();
                queue.add(waiter);
                model.add(waiter);
            } else {
                Waiter gone = model.remove(random.nextInt(3) == 0 ? 0 : random.nextInt(model.size()));
                assertThat(queue.remove(gone)).isTrue();
                assertThat(queue.remove(gone)).isFalse();
                assertThat(queue.positionOf(gone)).isZero();
            }
            assertThat(queue.size()).isEqualTo(model.size());
            assertThat(queue.first()).isSameAs(model.isEmpty() ? null : model.get(0));
            if (!model.isEmpty()) {
                int place = random.nextInt(model.size());
                assertThat(queue.positionOf(model.get(place))).isEqualTo(place + 1);
            }
            if (step % 100 == 0) {
                assertThat(List.copyOf(queue.all())).isEqualTo(model);
            }
        }
    }

    @Test
    void noneOvertakesAnother() {
        Waiter first = next();
        queue.add(next());
        assertThatThrownBy(() -> queue.add(first)).isInstanceOf(IllegalStateException.class);
    }
}
