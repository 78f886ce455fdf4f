package io.lockstep.endtoend.docs;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * This machine as somebody sees it who installs packages there: all its files, copied when they are changed, and a
 * network of its own. What happens in it leaves no trace outside; all its processes end with it. Packages are in the
 * working directory. Used by one thread.
 */
final class MachineCopy implements AutoCloseable {

    private static final String SUPERVISOR = "src/test/resources/systemctl";

    private final TypedShell shell;

    /** Why there can be no such copy on this machine; empty if nothing is known to be missing. */
    static String obstacle() throws InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "the installation of packages needs root";
        }
        String trial = "command -v dpkg-deb && command -v ip && command -v setpriv"
                + " && unshare --net --mount --propagation=private true";
        ClientProgram.Result tried = ClientProgram.run(List.of("sh", "-c", trial), Map.of(), "");
        return tried.exitCode() == 0
                ? ""
                : "the installation of packages needs dpkg-deb, iproute2, util-linux, and the right to make namespaces: "
                        + tried.text();
    }

    /**
     * Makes the copy.
     *
     * @param room an empty directory, for nothing but this
     * @param packages the files to have in the working directory
     */
    MachineCopy(Path room, Path packages) throws IOException, InterruptedException {
        String setUp = String.join(
                "\n",
                "ip link set lo up",
                // What is written goes to memory: not every file system can be the upper one.
                "mount -t tmpfs tmpfs . && cd $PWD && mkdir changed work root",
                "mount -t overlay overlay -o lowerdir=/,upperdir=changed,workdir=work root",
                "mount -t proc proc root/proc && mount --rbind /dev root/dev",
                "mount -t tmpfs tmpfs root/tmp && mount -t tmpfs tmpfs root/run && mkdir root/root/install",
                "cp " + packages + "/* root/root/install",
                "install " + Path.of(SUPERVISOR).toAbsolutePath() + " root/usr/local/bin/systemctl",
                "exec chroot root env -i HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive"
                        + " PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin sh");
        List<String> namespaces = List.of(
                "unshare --mount --propagation=private --net --pid --fork --kill-child --mount-proc".split(" "));
        shell = new TypedShell(
                "the copy of this machine",
                room,
                Map.of(),
                Stream.concat(namespaces.stream(), Stream.of("sh", "-e", "-c", setUp))
                        .toList());
        shell.type("cd /root/install");
        requireJava();
    }

    /** A Java that no package has brought is one for a package that says so. */
    private void requireJava() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        shell.type(
                "dpkg-query -W -f '${db:Status-Status} ${Provides}\\n' | grep -q '^installed.*java17-runtime-headless'"
                        + " || { mkdir -p java/DEBIAN && printf '%s\\n' 'Package: some-java' 'Version: 17' 'Architecture: all'"
                        + " 'Maintainer: a test' 'Description: a Java' 'Provides: java17-runtime-headless'"
                        + " > java/DEBIAN/control && dpkg-deb --build java java.deb && dpkg -i java.deb && rm -r java java.deb"
                        + " && ln -sf " + java + " /usr/bin/java; }");
    }

    /** Types a command, and returns what it prints. Fails unless its exit status is 0. */
    String type(String command) throws InterruptedException {
        return shell.type(command);
    }

    /** Types the lines of a block. One that goes on in the background is a server, which is awaited. */
    String type(Page.Block block) throws InterruptedException {
        StringBuilder printed = new StringBuilder();
        for (String line : block.lines()) {
            if (line.endsWith(" &")) {
                shell.start(line.substring(0, line.length() - 2));
            } else {
                printed.append(shell.type(line));
            }
        }
        return printed.toString();
    }

    /** Types a command that starts a server, and waits until the server is ready. */
    void start(String command) throws InterruptedException {
        shell.start(command);
    }

    @Override
    public void close() {
        shell.close();
    }

    /** A file of the project, by its path there. */
    static String text(String path) throws IOException {
        return Files.readString(Jars.PROJECT.resolve(path));
    }
}
