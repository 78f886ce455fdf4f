package io.lockstep.client.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file descriptor above 2 that this process was started with. The JDK closes these for a child; a shell opens them
 * again, through {@code /proc}. That makes a pipe the same pipe, and a file the same file at the same position. A
 * socket cannot be opened again.
 *
 * @param flags of {@code open}
 * @param position in a file
 * @param isFile whether it is a regular file, which has a position
 * @param isNamedPipe whether opening it would wait for the other end
 */
public record Descriptor(int number, int flags, long position, boolean isFile, boolean isNamedPipe) {

    /** The largest number that every shell can write in a redirection. */
    static final int NUMBER_MAX_IN_SHELL = 9;

    private static final int HELPER = 3;

    private static final Path OWN = Path.of("/proc/self");
    private static final String DIGITS = "[0-9]*";
    private static final int OCTAL = 8;
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int APPEND = 02000;
    private static final int TYPE = 0170000;
    private static final int PIPE = 0010000;
    private static final int ACCESS = 3;
    private static final int READ_ONLY = 0;
    private static final int WRITE_ONLY = 1;

    /** What the JDK opens for its random numbers. */
    private static final Set<String> OF_JDK = Set.of("/dev/random", "/dev/urandom");

    /**
     * The descriptors that this process was started with and that can be opened again, by number; none without a
     * {@code /proc}. Call it before this process opens any of its own.
     */
    public static List<Descriptor> inherited() {
        List<Descriptor> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(OWN.resolve("fd"), DIGITS)) {
            for (Path each : all) {
                Descriptor descriptor = read(each);
                if (descriptor != null) {
                    found.add(descriptor);
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        found.sort(Comparator.comparing(Descriptor::number));
        return found;
    }

    private static @Nullable Descriptor read(Path link) throws IOException {
        int number = Integer.parseInt(link.getFileName().toString());
        if (number <= 2) {
            return null;
        }
        try {
            String target = Files.readSymbolicLink(link).toString();
            String info = Files.readString(OWN.resolve("fdinfo/" + number), StandardCharsets.US_ASCII);
            int flags = Integer.parseInt(field(info, "flags:"), OCTAL);
            // What was opened in this process mostly closes itself on exec; what was inherited cannot.
            boolean own = (flags & CLOSE_ON_EXEC) != 0 || isOfJava(target);
            boolean fit = target.startsWith("/") || target.startsWith("pipe:");
            return own || !fit
                    ? null
                    : new Descriptor(
                            number,
                            flags,
                            Long.parseLong(field(info, "pos:")),
                            Files.isRegularFile(link),
                            target.startsWith("/") && isPipe(link));
        } catch (IOException e) {
            // It was closed meanwhile: the one of the directory that is being read, for example.
            return null;
        }
    }

    private static boolean isPipe(Path link) throws IOException {
        return Files.getAttribute(link, "unix:mode") instanceof Integer mode && (mode & TYPE) == PIPE;
    }

    private static String field(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElse("0");
    }

    private static boolean isOfJava(String target) {
        return OF_JDK.contains(target)
                || target.startsWith("/proc/" + ProcessHandle.current().pid() + "/")
                || Stream.of("java.home", "java.class.path")
                        .flatMap(each -> Stream.of(System.getProperty(each, "").split(File.pathSeparator)))
                        .anyMatch(each -> isBelow(target, each));
    }

    private static boolean isBelow(String target, String directory) {
        try {
            return target.startsWith(Path.of(directory).toRealPath().toString());
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    /** The lines of a shell that open it again from the process with that id. A line that fails does nothing. */
    String reopened(long pid) {
        String file = "/proc/" + pid + "/fd/" + number;
        // While both ends are open, opening one waits for nobody.
        String bothEnds = isNamedPipe ? " " + (number == HELPER ? HELPER + 1 : HELPER) + "<>" + file : "";
        String open = String.format(
                Locale.ROOT, "{ command exec %d%s%s; } 2>/dev/null%s", number, operator(), file, bothEnds);
        boolean atItsPlace = position == 0 || !isFile || (flags & APPEND) != 0;
        // dd moves the position, which is shared with the descriptor, and copies nothing.
        return atItsPlace
                ? open + "\n"
                : open + " && dd bs=1 count=0 skip=" + position + " <&" + number + " >/dev/null 2>&1\n";
    }

    private String operator() {
        return switch (flags & ACCESS) {
            case READ_ONLY -> "<";
            case WRITE_ONLY -> (flags & APPEND) != 0 ? ">>" : isFile ? "<>" : ">";
            default -> "<>";
        };
    }
}
