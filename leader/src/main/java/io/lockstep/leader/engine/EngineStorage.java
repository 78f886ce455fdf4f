package io.lockstep.leader.engine;

import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import java.util.function.Supplier;

/** Gives the engine our log. Its own files for the vote and for snapshots serve. */
final class EngineStorage extends DefaultJRaftServiceFactory {

    private final Supplier<LogStorage> log;

    EngineStorage(Supplier<LogStorage> log) {
        this.log = log;
    }

    @Override
    public LogStorage createLogStorage(String uri, RaftOptions options) {
        return log.get();
    }
}
