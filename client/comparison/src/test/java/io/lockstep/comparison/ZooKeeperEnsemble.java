package io.lockstep.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.Version;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/** ZooKeeper: three servers with their defaults. Its hand-overs are those of Curator's mutex, a connection each. */
final class ZooKeeperEnsemble implements Contender {

    private static final int SERVERS = 3;

    private final int port;
    private final Path directory;
    private final Servers servers;
    private int runs;

    ZooKeeperEnsemble(int port, Path directory) {
        this.port = port;
        this.directory = directory;
        this.servers = new Servers(directory);
    }

    @Override
    public String name() {
        return "ZooKeeper " + Version.getVersion();
    }

    @Override
    public double start() throws Exception {
        List<List<String>> commands = new ArrayList<>();
        for (int server = 0; server < SERVERS; server++) {
            Path data = Files.createDirectories(directory.resolve("zookeeper-" + server));
            Files.writeString(data.resolve("myid"), Integer.toString(server + 1));
            Path file = directory.resolve("zookeeper-" + server + ".cfg");
            Files.writeString(file, configuration(server, data));
            commands.add(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx1000m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    QuorumPeerMain.class.getName(),
                    file.toString()));
        }
        long begunNanos = System.nanoTime();
        for (List<String> command : commands) {
            servers.start(command);
        }
        servers.await(() -> leader() > 0);
        Task one = new Task(
                Work.LOCK, 1, Task.Place.LEADER, Duration.ZERO, Duration.ofMillis(1));
        servers.await(() -> PeerLoad.run(one, List.of(leader()), number -> client("first-", number, Work.LOCK))
                        .perSecond()
                >= 0);
        return (System.nanoTime() - begunNanos) / 1e6;
    }

    private String configuration(int server, Path data) {
        StringBuilder text = new StringBuilder("tickTime=2000\ninitLimit=10\nsyncLimit=5\nmaxClientCnxns=0\n"
                + "admin.enableServer=false\n4lw.commands.whitelist=srvr\n");
        text.append("dataDir=").append(data).append('\n');
        text.append("clientPort=").append(port + server).append('\n');
        text.append("clientPortAddress=127.0.0.1\n");
        for (int each = 0; each < SERVERS; each++) {
            text.append(String.format("server.%d=127.0.0.1:%d:%d%n", each + 1, port + 10 + each, port + 20 + each));
        }
        return text.toString();
    }

    /** The client port of the server that leads; 0 if none does. */
    private int leader() throws IOException {
        for (int server = 0; server < SERVERS; server++) {
            if (Servers.exchange(port + server, "srvr").contains("Mode: leader")) {
                return port + server;
            }
        }
        return 0;
    }

    private static PeerClient client(String prefix, int number, Work work) {
        return new ZooKeeperClient("/" + prefix + number, work);
    }

    @Override
    public Optional<Figure> run(Task task) throws Exception {
        runs++;
        List<Integer> ports = Ports.of(task.place(), leader(), port, SERVERS);
        return Optional.of(
                task.work() == Work.HAND_OVER
                        ? curator(task, ports)
                        : PeerLoad.run(task, ports, number -> client(runs + "-", number, task.work())));
    }

    private Figure curator(Task task, List<Integer> ports) throws Exception {
        List<CuratorFramework> clients = new ArrayList<>();
        try {
            for (int i = 0; i < task.clients(); i++) {
                CuratorFramework client = CuratorFrameworkFactory.newClient(
                        "127.0.0.1:" + ports.get(i % ports.size()), new RetryOneTime(100));
                client.start();
                clients.add(client);
            }
            for (CuratorFramework client : clients) {
                client.blockUntilConnected();
            }
            return Mutexes.run(
                    task,
                    IntStream.range(0, task.clients())
                            .mapToObj(number -> mutex(clients.get(number)))
                            .toList());
        } finally {
            clients.forEach(CuratorFramework::close);
        }
    }

    private Mutexes.Mutex mutex(CuratorFramework client) {
        InterProcessMutex mutex = new InterProcessMutex(client, "/mutex-" + runs);
        return new Mutexes.Mutex() {
            @Override
            public void lock() throws Exception {
                mutex.acquire();
            }

            @Override
            public void unlock() throws Exception {
                mutex.release();
            }
        };
    }

    @Override
    public long memoryBytes() throws IOException {
        return servers.largestBytes();
    }

    @Override
    public void stop() throws InterruptedException {
        servers.stop();
    }
}
