package io.lockstep.endtoend.docs;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A copy of this machine that has booted: systemd is its first process, and starts, watches and confines services as on
 * a machine. All its processes end with it. Used by one thread.
 */
final class BootedMachine implements AutoCloseable {

    private static final String CONTROL = "/sys/fs/cgroup";

    private final String name;
    private final RunningProcess boot;
    private final long init;
    private final TypedShell shell;

    /** Why no such copy can boot on this machine; empty if nothing is known to be missing. */
    static String obstacle() throws InterruptedException {
        String obstacle = MachineCopy.obstacle();
        if (!obstacle.isEmpty()) {
            return obstacle;
        }
        ClientProgram.Result tried = ClientProgram.run(
                List.of(
                        "unshare",
                        "--mount",
                        "--propagation=private",
                        "sh",
                        "-c",
                        "test -x /lib/systemd/systemd && mount -t cgroup2 none " + CONTROL),
                Map.of(),
                "");
        return tried.exitCode() == 0 ? "" : "a machine boots with systemd and cgroup2: " + tried.text();
    }

    /**
     * Boots a machine that has no network yet.
     *
     * @param room an empty directory, for nothing but this
     * @param packages the files to have in the directory in which commands are typed
     */
    BootedMachine(String name, Path room, Path packages) throws IOException, InterruptedException {
        this.name = name;
        boot = RunningProcess.start(
                name + " boots",
                room,
                Map.of(),
                List.of("unshare", "--mount", "--propagation=private", "sh", "-e", "-c", control() + enter(packages)));
        boolean booted = false;
        try {
            boot.awaitNext("boots now");
            init = firstChild(boot.pid());
            Path running = Path.of("/proc/" + init + "/comm");
            RealCluster.await(
                    "systemd has taken over", () -> Files.readString(running).equals("systemd\n"));
            shell = new TypedShell(name, room, Map.of(), shellCommand());
            booted = true;
        } finally {
            if (!booted) {
                boot.close();
            }
        }
        type("cd /root/install");
        // Degraded: what fails on a copy, such as a mount, is no matter here.
        type("until systemctl is-system-running | grep -q -e running -e degraded; do sleep 0.1; done");
    }

    /** The group of its processes, in which its systemd makes groups of its own. */
    private String control() {
        String group = CONTROL + "/lockstep-" + name;
        // What an earlier machine of this name has left is empty.
        return "mount -t cgroup2 none " + CONTROL + "\nfind " + group
                + " -depth -type d -exec rmdir {} + 2>&- || true\n" + "mkdir -p " + group + "\necho $$ > " + group
                + "/cgroup.procs\n";
    }

    private String enter(Path packages) {
        String setUp = String.join(
                "\n",
                // What is written goes to memory: not every file system can be the upper one.
                "mount -t tmpfs tmpfs . && cd $PWD && mkdir changed work root",
                "mount -t overlay overlay -o lowerdir=/,upperdir=changed,workdir=work root",
                "mount -t proc proc root/proc && mount -t sysfs -o ro sysfs root/sys",
                "mount -t cgroup2 none root" + CONTROL,
                "mount -t tmpfs -o mode=755 tmpfs root/dev && mkdir root/dev/pts root/dev/shm",
                "for each in null zero full random urandom tty; do",
                "touch root/dev/$each && mount --bind /dev/$each root/dev/$each; done",
                "mount -t devpts -o newinstance,ptmxmode=0666 devpts root/dev/pts && ln -s pts/ptmx root/dev/ptmx",
                "ln -s /proc/self/fd root/dev/fd && mount -t tmpfs tmpfs root/dev/shm",
                "mount -t tmpfs tmpfs root/tmp && mount -t tmpfs -o mode=755 tmpfs root/run",
                "rm -rf root/etc/systemd/system/*.wants && : > root/etc/machine-id && hostname " + name,
                "mkdir -p root/root/install && cp " + packages + "/* root/root/install",
                "echo boots now && exec chroot root env -i container=lxc PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd"
                        + " --log-target=console systemd.unit=multi-user.target");
        return "exec unshare --mount --net --pid --uts --ipc --cgroup --fork --kill-child --mount-proc sh -e -c '"
                + setUp + "'";
    }

    private static long firstChild(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.children().findFirst())
                .orElseThrow()
                .pid();
    }

    private List<String> shellCommand() {
        return List.of(
                "nsenter",
                "--target=" + init,
                "--mount",
                "--net",
                "--pid",
                "--uts",
                "--ipc",
                "--cgroup",
                "--root",
                "--wd=/",
                "env",
                "-i",
                "HOME=/root",
                "LC_ALL=C.UTF-8",
                "DEBIAN_FRONTEND=noninteractive",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "sh");
    }

    /** The address of the machine, or what the pages call it. */
    String name() {
        return name;
    }

    /** Its first process, as this machine counts. */
    long init() {
        return init;
    }

    /** A file of the machine; a relative path is one from where commands are typed. */
    Path file(String path) {
        return Path.of("/proc/" + init + "/root/root/install").resolve(path.startsWith("/") ? "../.." + path : path);
    }

    /** Types a command, and returns what it prints. Fails unless its exit status is 0. */
    String type(String command) throws InterruptedException {
        return shell.type(command);
    }

    @Override
    public void close() {
        shell.close();
        boot.close();
    }
}
