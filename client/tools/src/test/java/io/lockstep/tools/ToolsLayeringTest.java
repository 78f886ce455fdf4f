package io.lockstep.tools;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ToolsLayeringTest {

    private static final JavaClasses TOOLS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.lockstep.tools");

    @Test
    void theJudgeIsPureAndKnowsNoRecorder() {
        classes()
                .that()
                .resideInAPackage("..tools.judge..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.math..",
                        "java.util",
                        "java.util.function..",
                        "java.util.stream..",
                        "org.jspecify..",
                        "io.lockstep.tools.judge..",
                        "io.lockstep.tools.history..")
                .check(TOOLS);
    }

    @Test
    void theRecorderKnowsNoJudge() {
        noClasses()
                .that()
                .resideInAnyPackage("..tools.record..", "..tools.history..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..tools.judge..")
                .check(TOOLS);
    }

    @Test
    void theToolsShareNoCodeWithTheClientsAndServersUnderTest() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lockstep.client..", "io.lockstep.leader..", "io.lockstep.follower..")
                .check(TOOLS);
    }

    @Test
    void packagesHaveNoCycle() {
        slices().matching("io.lockstep.tools.(*)..").should().beFreeOfCycles().check(TOOLS);
    }
}
