package io.lockstep.comparison;

import io.lockstep.comparison.Task.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;
import org.apache.zookeeper.version.Info;

/** ZooKeeper: three servers with their defaults. Its hand-overs are those of Curator's mutex, a connection each. */
final class ZooKeeperEnsemble extends PeerService {

    private static final int SERVERS = 3;

    ZooKeeperEnsemble(int port, Path directory) {
        super(port, directory);
    }

    @Override
    public String name() {
        return "ZooKeeper " + Info.MAJOR + "." + Info.MINOR + "." + Info.MICRO;
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
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
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
        servers.await(() -> {
            PeerLoad.firstLock(leader(), client("first-", 0, Work.LOCK));
            return true;
        });
        double millis = (System.nanoTime() - begunNanos) / 1e6;
        servers.await(this::allServe);
        return millis;
    }

    private boolean allServe() throws IOException {
        for (int server = 0; server < SERVERS; server++) {
            if (!Servers.exchange(port + server, "srvr").contains("Mode: ")) {
                return false;
            }
        }
        return true;
    }

    private String configuration(int server, Path data) {
        StringBuilder text = new StringBuilder("""
                tickTime=2000
                initLimit=10
                syncLimit=5
                maxClientCnxns=0
                admin.enableServer=false
                4lw.commands.whitelist=srvr
                """);
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
        List<Integer> ports = task.place().ports(leader(), port, SERVERS);
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
}
