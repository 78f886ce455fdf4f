package io.lockstep.endtoend.torture;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A small ext4 file system of its own, in a file, which can lose its power and become full. */
final class Disk {

    private static final String SIZE = "192M";

    /**
     * Cuts off file systems at once: nothing that is not synced reaches the disk (EXT4_IOC_SHUTDOWN without a flush).
     * It would do the same to the disk of this machine. So it opens all first, and refuses anything that is not on a
     * device of its own: a directory on the device of its parent or of the root is no mounted disk of ours.
     */
    private static final String SHUT_DOWN = """
            use Fcntl;
            my @open;
            foreach my $path (@ARGV) {
                sysopen(my $file, $path, O_RDONLY | O_DIRECTORY) or die "$path: $!";
                my ($own, $parent, $root) = ((stat $file)[0], (stat "$path/..")[0], (stat "/")[0]);
                die "$path is no file system of its own" if $own == $parent || $own == $root;
                push @open, $file;
            }
            foreach my $file (@open) {
                my $no_flush = pack("L", 2);
                ioctl($file, 0x8004587d, $no_flush) or die "shutdown: $!";
            }
            """;

    private final Path image;
    private final Path mountPoint;

    private Disk(Path image, Path mountPoint) {
        this.image = image;
        this.mountPoint = mountPoint;
    }

    /** Makes an empty disk in this directory and mounts it. */
    static Disk create(Path directory, String name) throws InterruptedException {
        Disk disk = new Disk(directory.resolve(name + ".image"), directory.resolve(name));
        Shell.run("truncate", "-s", SIZE, disk.image.toString());
        Shell.run("mkfs.ext4", "-q", "-F", "-m", "0", disk.image.toString());
        Shell.run("mkdir", disk.mountPoint.toString());
        disk.mount();
        return disk;
    }

    void mount() throws InterruptedException {
        Shell.run("mount", "-o", "loop", image.toString(), mountPoint.toString());
    }

    void unmount() throws InterruptedException {
        Shell.run("umount", mountPoint.toString());
    }

    /** Unmounts the disk and deletes it. */
    void remove() throws InterruptedException {
        unmount();
        Shell.run("rm", image.toString());
    }

    Path directory() {
        return mountPoint;
    }

    /** Cuts off these disks at the same moment; the servers on them still run, and get errors. */
    static void losePower(List<Disk> disks) throws InterruptedException {
        List<String> command = new ArrayList<>(Arrays.asList("perl", "-e", SHUT_DOWN));
        for (Disk disk : disks) {
            disk.requireOwnLoopDevice();
            command.add(disk.mountPoint.toString());
        }
        Shell.run(command);
    }

    private void requireOwnLoopDevice() throws InterruptedException {
        String source = Shell.run("findmnt", "-n", "-o", "SOURCE", "--mountpoint", mountPoint.toString())
                .strip();
        String file = Shell.run("losetup", "-n", "-O", "BACK-FILE", source).strip();
        if (!source.startsWith("/dev/loop") || !file.equals(image.toString())) {
            throw new AssertionError(mountPoint + " is on " + source + " (" + file + "), not on " + image);
        }
    }

    /** Takes all space that is left. */
    void fill() {
        byte[] block = new byte[64 * 1024];
        try (OutputStream file = Files.newOutputStream(ballast())) {
            while (true) {
                file.write(block);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Gives the space back. */
    void empty() {
        try {
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path ballast() {
        return mountPoint.resolve("ballast");
    }
}
