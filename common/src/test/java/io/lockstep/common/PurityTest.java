package io.lockstep.common;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** The lock rules, the binary form and the line protocol are pure: no I/O, clock, threads, randomness or logging. */
class PurityTest {

    private static final String ACCESS = "io.lockstep.common.access..";
    private static final String COMMAND = "io.lockstep.common.command..";
    private static final String LOCK = "io.lockstep.common.lock..";
    private static final String SIZE = "io.lockstep.common.size..";
    private static final String TABLE = "io.lockstep.common.table..";
    private static final String ENTRY = "io.lockstep.common.entry..";
    private static final String RECORD = "io.lockstep.common.record..";
    private static final String PROTOCOL = "io.lockstep.common.protocol..";

    private final JavaClasses common = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.lockstep.common");

    @Test
    void thePurePackagesDependOnNothingThatReachesOutside() {
        noClasses()
                .that()
                .resideInAnyPackage(ACCESS, COMMAND, SIZE, TABLE, RECORD, LOCK, ENTRY, PROTOCOL)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.io..",
                                "java.net..",
                                "java.nio..",
                                "java.time..",
                                "java.security..",
                                "java.util.concurrent..",
                                "java.util.logging..",
                                "java.util.zip..",
                                "org.slf4j..")
                        .and(not(resideInAnyPackage("java.nio.charset"))
                                .and(not(type(ByteBuffer.class)))
                                .and(not(type(CRC32C.class)))))
                .orShould()
                .dependOnClassesThat(assignableTo(Thread.class)
                        .or(assignableTo(Random.class))
                        .or(type(SplittableRandom.class))
                        .or(type(UUID.class))
                        .or(type(Runtime.class))
                        .or(type(Process.class)))
                .check(common);
    }

    @Test
    void thePurePackagesReadNoClockAndNoChance() {
        noClasses()
                .that()
                .resideInAnyPackage(ACCESS, COMMAND, SIZE, TABLE, LOCK, ENTRY, PROTOCOL)
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(common);
    }

    @Test
    void usersDependOnNothingButJava() {
        classes()
                .that()
                .resideInAPackage(ACCESS)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ACCESS, "java.lang..", "java.util", "java.util.function", "java.util.stream", "org.jspecify..")
                .check(common);
    }

    @Test
    void commandsDependOnUsersOnly() {
        classes()
                .that()
                .resideInAPackage(COMMAND)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ACCESS, COMMAND, "java.lang..", "java.util", "org.jspecify..")
                .check(common);
    }

    @Test
    void theSizeOfTheMapDependsOnCommandsOnly() {
        noClasses()
                .that()
                .resideInAPackage(SIZE)
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.lockstep..").and(not(resideInAnyPackage(COMMAND, SIZE))))
                .check(common);
    }

    @Test
    void theLockRulesDependOnUsersCommandsAndTheSizeOfTheMapOnly() {
        classes()
                .that()
                .resideInAPackage(LOCK)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ACCESS,
                        COMMAND,
                        RECORD,
                        SIZE,
                        TABLE,
                        LOCK,
                        "java.lang..",
                        "java.util",
                        "java.util.function",
                        "java.util.stream",
                        "org.jspecify..")
                .check(common);
    }

    @Test
    void theBinaryFormDependsOnUsersCommandsRecordsAndTheLockRulesOnly() {
        noClasses()
                .that()
                .resideInAPackage(ENTRY)
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.lockstep..")
                        .and(not(resideInAnyPackage(ACCESS, COMMAND, RECORD, LOCK, ENTRY))))
                .check(common);
    }

    @Test
    void theProtocolDependsOnUsersAndCommandsOnly() {
        noClasses()
                .that()
                .resideInAPackage(PROTOCOL)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.lockstep..").and(not(resideInAnyPackage(ACCESS, COMMAND, PROTOCOL))))
                .check(common);
    }
}
