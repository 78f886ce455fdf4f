package io.lockstep.leader;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What a leader's packages may depend on, as docs/ARCHITECTURE.md draws it. */
class LayeringTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.lockstep.leader");

    @Test
    void noPackagesDependOnOneAnotherInACycle() {
        slices().matching("io.lockstep.leader.(*)").should().beFreeOfCycles().check(CLASSES);
    }

    /** A leader is the follower that also decides: it sees no sockets, no disk and no engine. */
    @Test
    void theLeaderSeesOnlyWhatASimulationHas() {
        classes()
                .that()
                .resideInAnyPackage("io.lockstep.leader.*..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util",
                        "java.util.function",
                        "java.util.stream",
                        "java.util.concurrent",
                        "org.jspecify..",
                        "io.lockstep.common.command",
                        "io.lockstep.common.entry",
                        "io.lockstep.common.lock",
                        "io.lockstep.follower.context",
                        "io.lockstep.follower.forwarding",
                        "io.lockstep.follower.map",
                        "io.lockstep.follower.replication",
                        "io.lockstep.leader..")
                .check(CLASSES);
    }

    @Test
    void decidingIsPure() {
        classes()
                .that()
                .resideInAPackage("io.lockstep.leader.decision")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util..",
                        "org.jspecify..",
                        "io.lockstep.common.command",
                        "io.lockstep.common.lock",
                        "io.lockstep.follower.replication",
                        "io.lockstep.leader.decision")
                .check(CLASSES);
    }

    @Test
    void onlyTheNodesClockIsRead() {
        noClasses()
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void noServerCodeKnowsTheClient() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lockstep.client..")
                .check(CLASSES);
    }
}
