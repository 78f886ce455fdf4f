package io.lockstep.follower.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import org.junit.jupiter.api.Test;

/** Every line says who, with the label as long as it is known. */
class EventLinesTest {

    private static final LockEvent GRANTED =
            new LockEvent.Granted(new LockName("Lock 1"), 7, 50_001, 43, LockMode.EXCLUSIVE);

    @Test
    void aClientIsNamedByItsIdAndItsLabel() {
        assertThat(EventLines.text(GRANTED, "report@db1[4711] nightly"))
                .isEqualTo(
                        "* GRANTED \"Lock 1\" owner=50001 label=\"report@db1[4711] nightly\" token=43 mode=exclusive");
        assertThat(EventLines.text(GRANTED, "")).isEqualTo("* GRANTED \"Lock 1\" owner=50001 token=43 mode=exclusive");
    }
}
