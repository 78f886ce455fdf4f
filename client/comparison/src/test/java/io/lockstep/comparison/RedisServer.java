package io.lockstep.comparison;

import io.lockstep.comparison.Task.Work;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.redisson.Redisson;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/**
 * Redis: one server that forces each write to disk before it answers. Its hand-overs are those of Redisson's fair lock.
 */
final class RedisServer extends PeerService {

    RedisServer(int port, Path directory) {
        super(port, directory);
    }

    @Override
    public String name() {
        return "Redis " + Installed.version("redis-server", "--version", "v=([0-9.]+)") + ", one server";
    }

    @Override
    public double start() throws Exception {
        long begunNanos = System.nanoTime();
        servers.start(List.of(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--save",
                "",
                "--maxclients",
                "2000"));
        servers.await(() ->
                Servers.exchange(port, "SET first 1 NX PX 10000\r\nQUIT\r\n").startsWith("+OK"));
        return (System.nanoTime() - begunNanos) / 1e6;
    }

    @Override
    public Optional<Figure> run(Task task) throws Exception {
        runs++;
        if (task.work() == Work.HAND_OVER) {
            return Optional.of(redisson(task));
        }
        String prefix = "lock-" + runs + "-";
        return Optional.of(PeerLoad.run(task, List.of(port), number -> new RedisClient(prefix + number, task.work())));
    }

    private Figure redisson(Task task) throws Exception {
        Config config = new Config();
        config.useSingleServer().setAddress("redis://127.0.0.1:" + port);
        RedissonClient redisson = Redisson.create(config);
        try {
            String name = "mutex-" + runs;
            return Mutexes.run(
                    task,
                    IntStream.range(0, task.clients())
                            .mapToObj(number -> mutex(redisson.getFairLock(name)))
                            .toList());
        } finally {
            redisson.shutdown();
        }
    }

    private static Mutexes.Mutex mutex(RLock lock) {
        return new Mutexes.Mutex() {
            @Override
            public void lock() {
                lock.lock();
            }

            @Override
            public void unlock() {
                lock.unlock();
            }
        };
    }
}
