package io.lockstep.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the pages name exists: classes with their methods, packages, files, links and headings. */
class PagesTest {

    /** {@code Name}, {@code Name.member} or {@code Name.memberThatBeginsSo…}, perhaps as an argument of a script. */
    private static final Pattern CLASS = Pattern.compile("(?:scripts/test '?)?([A-Z][a-z]\\w*)((?:[.#]\\w+)*…?)'?");

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|enum|@?interface) ([A-Z]\\w*)");
    private static final Pattern PACKAGE =
            Pattern.compile("(?:io\\.lockstep|common|follower|leader|client|simulation|tools)(?:\\.[a-z]+)+");
    private static final Pattern FILE =
            Pattern.compile("((?:\\.\\./)?(?:scripts|docs|common|follower|leader|client)/[\\w/.-]+).*");

    /** Names in backticks that look like classes: two classes of the engine, and a line of the log. */
    private static final Set<String> NOT_OURS = Set.of("Stopping");

    private static final List<String> JDK = List.of("java.lang.", "java.util.", "java.util.concurrent.locks.");

    private static final Map<Path, List<String>> PAGES = new TreeMap<>();
    private static final Map<String, List<Path>> SOURCES = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        for (Path page : ProjectFiles.endingWith(".md")) {
            PAGES.put(page, Files.readAllLines(page));
        }
        for (Path source : ProjectFiles.endingWith(".java")) {
            Matcher types = TYPE.matcher(Files.readString(source));
            while (types.find()) {
                SOURCES.computeIfAbsent(types.group(1), key -> new ArrayList<>())
                        .add(source);
            }
        }
    }

    @Test
    void everyClassExists() throws IOException {
        List<PageNames.Name> missing = new ArrayList<>();
        int found = 0;
        for (PageNames.Name name : all(PageNames::code)) {
            Matcher parts = CLASS.matcher(name.text());
            if (parts.matches() && !NOT_OURS.contains(parts.group(1))) {
                found++;
                if (!exists(parts.group(1), parts.group(2))) {
                    missing.add(name);
                }
            }
        }
        assertThat(found).isGreaterThan(100);
        assertThat(missing).isEmpty();
    }

    @Test
    void everyPackageExists() {
        List<PageNames.Name> packages = all(PageNames::code).stream()
                .filter(name -> PACKAGE.matcher(name.text()).matches())
                .filter(name -> !name.text().endsWith(".jar"))
                .toList();
        assertThat(packages).isNotEmpty();
        assertThat(packages).filteredOn(name -> !isPackage(name.text())).isEmpty();
    }

    @Test
    void everyFileExists() {
        List<PageNames.Name> missing = new ArrayList<>();
        int found = 0;
        for (PageNames.Name name : all(PageNames::code)) {
            Matcher path = FILE.matcher(name.text());
            if (path.matches() && !path.group(1).contains("/target/")) {
                found++;
                if (!Files.exists(ProjectFiles.root().resolve(path.group(1)))) {
                    missing.add(name);
                }
            }
        }
        assertThat(found).isGreaterThan(20);
        assertThat(missing).isEmpty();
    }

    @Test
    void everyLinkLeadsSomewhere() {
        List<PageNames.Name> broken = new ArrayList<>();
        for (PageNames.Name link : all(PageNames::links)) {
            String[] parts = link.text().split("#", 2);
            Path target = parts[0].isEmpty() ? link.page() : link.page().resolveSibling(parts[0]);
            List<String> page = PAGES.getOrDefault(target.normalize(), List.of());
            boolean leads = parts.length == 1
                    ? Files.exists(target)
                    : PageNames.anchors(page).contains(parts[1]);
            if (!leads) {
                broken.add(link);
            }
        }
        assertThat(all(PageNames::links)).hasSizeGreaterThan(20);
        assertThat(broken).isEmpty();
    }

    private interface Finder {
        List<PageNames.Name> find(Path page, List<String> lines);
    }

    private static List<PageNames.Name> all(Finder finder) {
        return PAGES.entrySet().stream()
                .flatMap(page -> finder.find(page.getKey(), page.getValue()).stream())
                .toList();
    }

    private static boolean exists(String type, String members) throws IOException {
        List<Path> sources = SOURCES.getOrDefault(type, List.of());
        for (Path source : sources) {
            String text = Files.readString(source);
            if (Stream.of(members.split("[.#]")).allMatch(member -> occurs(member, text))) {
                return true;
            }
        }
        return sources.isEmpty() && JDK.stream().anyMatch(each -> isClass(each + type));
    }

    private static boolean occurs(String member, String source) {
        boolean whole = !member.endsWith("…");
        String name = member.replace("…", "");
        return Pattern.compile("\\b" + name + (whole ? "\\b" : ""))
                .matcher(source)
                .find();
    }

    private static boolean isPackage(String name) {
        String path = "/" + name.replace('.', '/') + "/";
        return SOURCES.values().stream()
                .flatMap(List::stream)
                .anyMatch(source -> source.toString().contains(path));
    }

    private static boolean isClass(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
