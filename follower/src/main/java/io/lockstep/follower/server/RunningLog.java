package io.lockstep.follower.server;

import io.lockstep.follower.context.LogThresholds;
import io.lockstep.program.ServerLogs;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of this process, whose levels an operator may change while the server runs. */
final class RunningLog implements LogThresholds {

    private static final Logger LOG = LoggerFactory.getLogger(RunningLog.class);

    @Override
    public Map<String, String> levels() {
        return ServerLogs.levels().levels();
    }

    @Override
    public String set(String packageName, String level) {
        String flaw = ServerLogs.levels().set(packageName, level);
        if (flaw.isEmpty()) {
            LOG.info("The log level of {} is {} from now on", packageName, level);
        }
        return flaw;
    }
}
