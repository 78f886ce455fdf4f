package io.lockstep.follower.engine.storage;

import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import io.lockstep.follower.log.LogLimits;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Gives the engine our log and our vote file. The engine opens the log first. */
public final class EngineStorage extends DefaultJRaftServiceFactory {

    private final EngineLogStorage log;
    private volatile @Nullable String voteTrouble;

    /** @param logDirectory for the log; it is created if it does not exist */
    public EngineStorage(Path logDirectory) {
        this.log = new EngineLogStorage(logDirectory, LogLimits.DEFAULT);
    }

    @Override
    public LogStorage createLogStorage(String uri, RaftOptions options) {
        return log;
    }

    @Override
    public RaftMetaStorage createRaftMetaStorage(String uri, RaftOptions options) {
        return new VoteStorage(Path.of(uri), () -> log.getLastLogIndex() > 0, trouble -> voteTrouble = trouble);
    }

    /** The first error, in words for the operator; null if there was none. Any thread. */
    @Nullable
    public String trouble() {
        String inLog = log.trouble();
        return inLog != null ? inLog : voteTrouble;
    }
}
