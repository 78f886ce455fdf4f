package io.lockstep.follower.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** How a server program begins. */
class ServerCommandTest {

    /** The first logger reads the settings, so the lines would have no time if it came before them. */
    @Test
    void noLoggerExistsBeforeTheLogIsSetUp() {
        assertThat(ServerCommand.class.getDeclaredFields())
                .extracting(Field::getType)
                .doesNotContain(Logger.class);
    }
}
