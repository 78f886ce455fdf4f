package io.lockstep.follower.engine.storage;

import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.storage.impl.RocksDBLogStorage;
import java.nio.file.Path;

/** The engine's own storage, which is not part of the product, passes the contract for ours. */
class RocksDbLogStorageTest extends LogStorageContract {
    @Override
    LogStorage create(Path directory) {
        return new RocksDBLogStorage(directory.toString(), new RaftOptions());
    }
}
