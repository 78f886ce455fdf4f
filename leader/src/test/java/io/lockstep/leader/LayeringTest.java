package io.lockstep.leader;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom, as docs/ARCHITECTURE.md says. */
class LayeringTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.lockstep");

    @Test
    void onlyTheEnginePackageSeesTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.lockstep.follower.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.alipay..", "com.google.protobuf..")
                .check(CLASSES);
    }

    @Test
    void theNodeSeesNeitherSocketsNorDiskNorEngine() {
        noClasses()
                .that()
                .resideInAnyPackage("io.lockstep.follower.node..", "io.lockstep.leader.decision..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.net..",
                        "java.nio.channels..",
                        "java.nio.file..",
                        "java.util.concurrent.locks..",
                        "io.lockstep.common.net..",
                        "io.lockstep.follower.engine..",
                        "io.lockstep.follower.peer..",
                        "io.lockstep.follower.log..",
                        "io.lockstep.follower.storage..",
                        "io.lockstep.follower.server..")
                .check(CLASSES);
    }

    @Test
    void whatTheLeaderDecidesIsPure() {
        classes()
                .that()
                .resideInAPackage("io.lockstep.leader.decision..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util..",
                        "org.jspecify..",
                        "io.lockstep.common.lock..",
                        "io.lockstep.leader.decision..",
                        "io.lockstep.follower.replication..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.lockstep.leader.decision..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void theSeamKnowsNothingOfEitherSide() {
        classes()
                .that()
                .resideInAPackage("io.lockstep.follower.replication..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..", "java.util..", "org.jspecify..", "io.lockstep.follower.replication..")
                .check(CLASSES);
    }

    @Test
    void theLogAndTheWireKnowNeitherEngineNorNode() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.lockstep.follower.log..", "io.lockstep.follower.peer..", "io.lockstep.follower.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.alipay..",
                        "io.lockstep.follower.engine..",
                        "io.lockstep.follower.node..",
                        "io.lockstep.leader.decision..",
                        "io.lockstep.follower.server..",
                        "io.lockstep.common.lock..")
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
