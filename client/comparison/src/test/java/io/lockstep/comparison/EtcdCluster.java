package io.lockstep.comparison;

import io.lockstep.comparison.Task.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** etcd: three members with their defaults. Its hand-overs are those of its own lock service. */
final class EtcdCluster extends PeerService {

    private static final int MEMBERS = 3;
    private static final long LEASES = 1_000_000;

    EtcdCluster(int port, Path directory) {
        super(port, directory);
    }

    @Override
    public String name() {
        return "etcd " + Installed.version("etcd", "--version", "etcd Version: ([0-9.]+)");
    }

    @Override
    public double start() throws Exception {
        String members = IntStream.range(0, MEMBERS)
                .mapToObj(member -> "m" + member + "=" + url(port + 10 + member))
                .collect(Collectors.joining(","));
        long begunNanos = System.nanoTime();
        for (int member = 0; member < MEMBERS; member++) {
            servers.start(List.of(
                    "etcd",
                    "--name=m" + member,
                    "--data-dir=" + directory.resolve("etcd-" + member),
                    "--listen-client-urls=" + url(port + member),
                    "--advertise-client-urls=" + url(port + member),
                    "--listen-peer-urls=" + url(port + 10 + member),
                    "--initial-advertise-peer-urls=" + url(port + 10 + member),
                    "--initial-cluster=" + members,
                    "--initial-cluster-state=new",
                    "--logger=zap",
                    "--log-level=error"));
        }
        servers.await(() -> leader() > 0);
        servers.await(() -> {
            PeerLoad.firstLock(leader(), client(0, Work.LOCK));
            return true;
        });
        return (System.nanoTime() - begunNanos) / 1e6;
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** The client port of the member that leads; 0 if none does. */
    private int leader() throws IOException {
        for (int member = 0; member < MEMBERS; member++) {
            String metrics = Servers.exchange(
                    port + member, "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            if (metrics.contains("\netcd_server_is_leader 1")) {
                return port + member;
            }
        }
        return 0;
    }

    private PeerClient client(int number, Work work) {
        String key = work == Work.HAND_OVER ? "mutex-" + runs : "lock-" + runs + "-" + number;
        return new EtcdClient(key, runs * LEASES + number + 1, work);
    }

    @Override
    public Optional<Figure> run(Task task) throws Exception {
        runs++;
        List<Integer> ports = task.place().ports(leader(), port, MEMBERS);
        return Optional.of(PeerLoad.run(task, ports, number -> client(number, task.work())));
    }
}
