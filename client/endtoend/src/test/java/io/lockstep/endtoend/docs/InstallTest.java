package io.lockstep.endtoend.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of {@code docs/INSTALL.md} as they are written, on a copy of this machine: the Debian packages are
 * installed, used, upgraded and removed, with a small supervisor in the place of systemd; then the archive, and the
 * lines of the Dockerfile.
 */
@Timeout(300)
class InstallTest {

    private static final String FILES = "find /usr /etc /var/lib /var/cache -name '*lockstep*'";

    @TempDir
    private static Path directory;

    private static Path packages;

    @BeforeAll
    static void buildThePackages() throws Exception {
        String obstacle = MachineCopy.obstacle();
        // A build machine must have what it takes, so that the test cannot be skipped there.
        if (System.getenv("CI") != null) {
            assertThat(obstacle).isEmpty();
        }
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
        packages = Files.createDirectory(directory.resolve("packages"));
        build("--version", "1.0.0");
        build("--version", "1.0.1", "--debian");
    }

    private static void build(String... arguments) throws Exception {
        List<String> command = Stream.of(Stream.of("scripts/package"), Stream.of(arguments), Stream.of(packages + ""))
                .flatMap(words -> words)
                .toList();
        ClientProgram.Result built = ClientProgram.run(command, Map.of(), "");
        assertThat(built.exitCode()).as(built.text()).isZero();
    }

    @Test
    void theDebianPackages() throws Exception {
        Path room = Files.createDirectory(directory.resolve("debian"));
        try (MachineCopy machine = new MachineCopy(room, packages)) {
            machine.type(FILES + " > before");
            installAndFound(machine);
            joinTwoMore(machine);
            upgrade(machine);
            remove(machine);
            machine.type(FILES + " | diff before -");
        }
    }

    private static void installAndFound(MachineCopy machine) throws Exception {
        List<Page.Block> blocks = blocks("Debian"::equals);
        assertThat(blocks).hasSize(3);
        machine.type(blocks.get(0));
        assertThat(machine.type("cat /var/lib/dpkg/info/lockstep-server.conffiles"))
                .contains("/etc/default/lockstep", "/etc/lockstep/server.properties");
        machine.type("! command -v systemd-analyze"
                + " || systemd-analyze verify --man=no /usr/lib/systemd/system/lockstep*.service");
        machine.type("stat -c %U:%a /var/lib/lockstep | grep lockstep:700");
        machine.type("! systemctl is-active lockstep");

        assertThat(machine.type(blocks.get(1))).contains("only one of us");
        machine.type("lockstep lock kept --detach --lease 10m");
        machine.type(blocks.get(2));
        machine.type("! systemctl is-active lockstep-found && systemctl is-active lockstep");
        // The classes come from what was prepared.
        assertThat(machine.type("LOCKSTEP_CLIENT_JAVA_OPTIONS=-Xlog:class+load lockstep status kept"))
                .contains("io.lockstep.client.session.ClientSession source: shared objects file", "token 2");
        machine.type("stat -c %U /proc/$(cat /run/units/lockstep) | grep lockstep");
        machine.type("echo 'connections-max=77' >> /etc/lockstep/server.properties");
    }

    private static void joinTwoMore(MachineCopy machine) throws Exception {
        List<Page.Block> blocks = blocks("Several servers on one machine"::equals);
        assertThat(blocks).hasSize(1);
        assertThat(machine.type(blocks.get(0))).contains("survives the loss of 1");
    }

    private static void upgrade(MachineCopy machine) throws Exception {
        List<Page.Block> blocks = blocks("Upgrade"::equals);
        assertThat(blocks).hasSize(1);
        String server = machine.type("cat /run/units/lockstep");
        assertThat(machine.type(blocks.get(0))).contains("survives the loss of 1");
        assertThat(machine.type("cat /run/units/lockstep")).isNotEqualTo(server);
        machine.type("dpkg-query -W lockstep-server lockstep-client | grep -c 1.0.1 | grep 2");
        assertThat(machine.type("lockstep --server 127.0.0.1:9000 info")).contains("77");
        assertThat(machine.type("lockstep status kept")).contains("token 2");
    }

    private static void remove(MachineCopy machine) throws Exception {
        List<Page.Block> blocks = blocks("Removal"::equals);
        assertThat(blocks).hasSize(2);
        machine.type(blocks.get(0));
        machine.type("test ! -e /usr/bin/lockstep && test ! -e /var/cache/lockstep && ls /run/units | wc -l | grep 0");
        machine.type("test -e /var/lib/lockstep/identity && test -e /etc/lockstep/server.properties");
        assertThat(machine.type(blocks.get(1))).contains("The data of the server stays in /var/lib/lockstep");
        machine.type("! getent passwd lockstep");
        machine.type("dpkg --audit");
    }

    @Test
    void theArchive() throws Exception {
        Path room = Files.createDirectory(directory.resolve("archive"));
        try (MachineCopy machine = new MachineCopy(room, packages)) {
            List<Page.Block> blocks = blocks("The archive"::equals);
            assertThat(blocks).hasSize(1);
            assertThat(machine.type(blocks.get(0))).contains("127.0.0.1:9000");
            machine.type("ln -s $PWD/lockstep-1.0.0/bin/lockstep /usr/local/bin && lockstep whoami");
            rotateALog(machine);
        }
    }

    private static void rotateALog(MachineCopy machine) throws Exception {
        String logrotate = MachineCopy.text("common/packaging/conf/logrotate");
        assertThat(MachineCopy.text("docs/CONFIGURATION.md")).contains("```\n" + logrotate + "```\n");
        if (System.getenv("CI") == null && !Files.exists(Path.of("/usr/sbin/logrotate"))) {
            return;
        }
        machine.type("cp lockstep-1.0.0/conf/logrotate /etc/logrotate.d/lockstep && mkdir /var/log/lockstep");
        machine.type("lockstep-1.0.0/bin/lockstep-leader --port 9010 --data /srv/logged"
                + " >> /var/log/lockstep/server.log 2>&1 &");
        machine.type("cd /var/log/lockstep && until grep ^READY server.log; do sleep 0.1; done");
        machine.type(
                "lockstep --server 127.0.0.1:9010 whoami && until grep ' disconnected;' server.log; do sleep 0.1; done");
        machine.type("logrotate --force /etc/logrotate.d/lockstep && test ! -s server.log");
        // What was written before is kept, and the server goes on at the start of the file.
        machine.type(
                "lockstep --server 127.0.0.1:9010 whoami && until grep ' disconnected;' server.log; do sleep 0.1; done");
        assertThat(machine.type("zcat server.log.1.gz")).contains("READY ", " disconnected;");
        assertThat(machine.type("head -n 1 server.log | od -c | head -n 1")).contains("0000000   2   0");
    }

    @Test
    void theLinesOfTheDockerfile() throws Exception {
        Path room = Files.createDirectory(directory.resolve("docker"));
        try (MachineCopy machine = new MachineCopy(room, packages)) {
            ImageFile image = ImageFile.read("common/packaging/docker/Dockerfile");
            for (String command : image.commands()) {
                machine.type(command);
            }
            machine.type("printf '%064d' 1 > /secret && chmod 644 /secret");
            String entrypoint =
                    "SECRET_FILE=/secret ADVERTISE=127.0.0.1 setpriv --reuid 10001 --regid 10001 --clear-groups "
                            + image.entrypoint() + " --insecure";
            machine.start("FOUND=yes JOIN=127.0.0.1:9001 " + entrypoint);
            machine.type(image.healthCheck());
            // A server that has lost its data joins, although it may still found. Its volume is its own.
            machine.start("unshare --mount sh -e -c 'mount -t tmpfs -o uid=10001 tmpfs /var/lib/lockstep;"
                    + " FOUND=yes JOIN=127.0.0.1:9000 " + entrypoint + " --port 9001'");
            assertThat(machine.type("lockstep nodes")).contains("127.0.0.1:9000", "127.0.0.1:9001", "2 servers");
        }
    }

    private static List<Page.Block> blocks(Predicate<String> section) throws Exception {
        return Page.blocks("docs/INSTALL.md").stream()
                .filter(block -> section.test(block.section()) && block.kind().equals("shell"))
                .toList();
    }
}
