package io.lockstep.follower.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.program.ExitCode;
import io.lockstep.program.LogOutput;
import io.lockstep.program.LoggingSetup;
import io.lockstep.program.ServerLogs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** A process in which something fails that nobody handles ends, and says so. */
@Timeout(120)
class LastResortTest {

    private static final String ENGINE_LOG = "com.alipay.sofa.jraft.util.RepeatedTimer";
    private static final long STACK_BYTES = 1L << 46;

    @ParameterizedTest
    @CsvSource({
        "THREAD, 'A bug ended the thread worker, so this server stops'",
        "HEAP, 'Out of memory, so this server stops: Java heap space'",
        "NO_THREAD, 'Out of memory, so this server stops: unable to create native thread'",
        "ENGINE, 'The engine: java.lang.IllegalStateException'",
        "ENGINE_HEAP, 'Out of memory, so this server stops: Java heap space'",
    })
    void theProcessEnds(Failing how, String line) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx16m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        // As in a server. The resources of the tests say otherwise.
                        "-Dorg.slf4j.simpleLogger.log.com.alipay.sofa.jraft=off",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Failing.class.getName(),
                        how.name())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isEqualTo(ExitCode.INTERNAL);
        assertThat(text.lines().filter(each -> each.contains(" ERROR "))).hasSize(1);
        assertThat(text).contains(line).doesNotContain("still alive", "SLF4J");
    }

    /** A process with a thread that keeps it alive, and one that fails. */
    enum Failing {
        THREAD {
            @Override
            void fail() {
                throw new IllegalStateException("a bug");
            }
        },
        HEAP {
            @Override
            void fail() {
                fill();
            }
        },
        NO_THREAD {
            @Override
            void fail() {
                new Thread(null, () -> {}, "with a stack that does not fit", STACK_BYTES).start();
            }
        },
        ENGINE {
            @Override
            void fail() {
                LoggerFactory.getLogger(ENGINE_LOG).info("all is well", new IllegalStateException());
                LoggerFactory.getLogger(ENGINE_LOG).error("no link", new IOException());
                LoggerFactory.getLogger(ENGINE_LOG).error("task {}", "x", new IllegalStateException());
            }
        },
        ENGINE_HEAP {
            @Override
            void fail() {
                try {
                    fill();
                } catch (OutOfMemoryError caught) {
                    LoggerFactory.getLogger(ENGINE_LOG).error("Run timer failed.", caught);
                }
            }
        };

        abstract void fail();

        public static void main(String[] arguments) throws InterruptedException {
            LoggingSetup.forServer();
            LastResort.prepare();
            ServerLogs.onEngineBug(bug -> {
                LastResort.endSoon(ExitCode.INTERNAL, bug);
                LoggerFactory.getLogger(Failing.class).error("The engine: {}", bug.toString());
                LogOutput.flushBeforeEnd();
                Runtime.getRuntime().halt(ExitCode.INTERNAL);
            });
            new Thread(valueOf(arguments[0])::fail, "worker").start();
            new CountDownLatch(1).await(60, TimeUnit.SECONDS);
            System.out.println("still alive");
        }

        private static void fill() {
            Object[] chain = new Object[0];
            while (true) {
                chain = new Object[] {chain, new byte[1 << 20]};
            }
        }
    }
}
