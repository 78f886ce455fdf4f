package io.lockstep.follower;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.alipay.sofa.jraft.option.ReadOnlyOption;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which package of a server may depend on which other one, as docs/ARCHITECTURE.md draws it. */
class LayeringTest {

    private static final String FOLLOWER = "io.lockstep.follower.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.lockstep.follower");

    /** The packages of this module that each one may use, beside its own. */
    private static final Map<String, List<String>> ALLOWED = Map.ofEntries(
            Map.entry("context", List.of()),
            Map.entry("replication", List.of()),
            Map.entry("metrics", List.of()),
            Map.entry("map", List.of("context", "metrics")),
            Map.entry("watch", List.of()),
            Map.entry("forwarding", List.of("map", "replication", "context")),
            Map.entry("session", List.of("forwarding", "map", "context")),
            Map.entry("access", List.of("forwarding", "map", "context")),
            Map.entry(
                    "client",
                    List.of("access", "session", "forwarding", "map", "metrics", "replication", "watch", "context")),
            Map.entry(
                    "node",
                    List.of("client", "session", "forwarding", "map", "metrics", "replication", "watch", "context")),
            Map.entry("log", List.of()),
            Map.entry("storage", List.of()),
            Map.entry("trust", List.of("storage")),
            Map.entry("secret", List.of()),
            Map.entry("config", List.of()),
            Map.entry("peer", List.of("peer.socket", "secret", "trust")),
            Map.entry("peer.socket", List.of()),
            Map.entry("tls", List.of("context")),
            Map.entry("http", List.of("client", "metrics", "tls", "watch")),
            Map.entry("http.api", List.of("http", "metrics", "watch")),
            Map.entry("http.page", List.of("http", "http.api")),
            Map.entry("prometheus", List.of("http", "metrics")),
            Map.entry("engine.fitness", List.of("metrics")),
            Map.entry("engine.wire", List.of("engine.fitness", "peer", "trust")),
            Map.entry("engine.storage", List.of("engine.fitness", "log", "metrics", "storage", "trust")),
            Map.entry("engine.failover", List.of("engine.wire", "peer", "replication")),
            Map.entry(
                    "engine.replication",
                    List.of(
                            "engine.failover",
                            "engine.fitness",
                            "engine.storage",
                            "engine.wire",
                            "metrics",
                            "peer",
                            "replication",
                            "storage",
                            "trust")));

    @Test
    void noPackagesDependOnOneAnotherInACycle() {
        slices().matching("io.lockstep.follower.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> onlyAllowedPackagesAreUsed() {
        return ALLOWED.entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> check(rule.getKey(), rule.getValue())));
    }

    private static void check(String room, List<String> allowed) {
        String[] packages = Stream.concat(Stream.of(room), allowed.stream())
                .map(name -> FOLLOWER + name)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(FOLLOWER + room)
                .should()
                .dependOnClassesThat(resideInAPackage("io.lockstep.follower..").and(not(resideInAnyPackage(packages))))
                .check(CLASSES);
    }

    @Test
    void onlyTheEnginePackagesSeeTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.lockstep.follower.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.alipay..", "com.google.protobuf..")
                .check(CLASSES);
    }

    /**
     * A follower stands for election as soon as its leader seems to be gone. A read that relied on the leader's lease
     * would then be stale, so there is none, ever.
     */
    @Test
    void nothingIsReadOnTheStrengthOfALease() {
        noClasses()
                .should()
                .accessField(ReadOnlyOption.class, "ReadOnlyLeaseBased")
                .check(CLASSES);
    }

    /** A server whose threads pushed others aside would hide stalls from itself and cause them elsewhere. */
    @Test
    void noThreadHasAPriorityOfItsOwn() {
        noClasses().should().callMethod(Thread.class, "setPriority", int.class).check(CLASSES);
    }

    /** What a simulation runs. */
    @Test
    void theNodeSeesNeitherSocketsNorDiskNorEngine() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.lockstep.follower.node",
                        "io.lockstep.follower.access",
                        "io.lockstep.follower.client",
                        "io.lockstep.follower.session",
                        "io.lockstep.follower.forwarding",
                        "io.lockstep.follower.map",
                        "io.lockstep.follower.watch",
                        "io.lockstep.follower.context")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.net..",
                        "java.nio.channels..",
                        "java.nio.file..",
                        "java.util.concurrent.locks..",
                        "io.lockstep.common.net..")
                .check(CLASSES);
    }

    @Test
    void theSeamKnowsNeitherSide() {
        classes()
                .that()
                .resideInAPackage("io.lockstep.follower.replication")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util..",
                        "org.jspecify..",
                        "io.lockstep.common.entry",
                        "io.lockstep.follower.replication")
                .check(CLASSES);
    }

    @Test
    void theLogAndTheWireKnowNoLocks() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.lockstep.follower.log", "io.lockstep.follower.peer", "io.lockstep.follower.storage")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lockstep.common.lock..", "io.lockstep.common.command..")
                .check(CLASSES);
    }

    @Test
    void aFollowerKnowsNeitherTheLeaderNorTheClient() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lockstep.leader..", "io.lockstep.client..")
                .check(CLASSES);
    }
}
