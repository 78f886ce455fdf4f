package io.lockstep.follower.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Kills and power failures at every step of every operation, opening included, in logs with several crashes in a row.
 * Acknowledged entries survive; the operation in progress is done or not done.
 */
class SegmentedLogCrashTest {
    private static final int SEEDS = 1_000;
    private static final int LIVES = 12;

    /** The expected content of a log. */
    private record Model(long first, List<byte[]> entries) {
        long next() {
            return first + entries.size();
        }

        boolean isIn(SegmentedLog log) throws IOException {
            if (log.firstIndex() != first || log.lastIndex() != next() - 1) {
                return false;
            }
            List<byte[]> found = TestLogs.entries(log);
            for (int i = 0; i < found.size(); i++) {
                if (!java.util.Arrays.equals(found.get(i), entries.get(i))) {
                    return false;
                }
            }
            return log.markedIndexes().equals(marked());
        }

        private List<Long> marked() {
            List<Long> marked = new ArrayList<>();
            for (long index = first; index < next(); index++) {
                if (index % 10 == 0) {
                    marked.add(index);
                }
            }
            return marked;
        }
    }

    private interface Operation {
        void run(SegmentedLog log) throws IOException;
    }

    private record Step(Operation operation, Model after) {}

    private int version;

    private Step randomStep(Model model, Random random) {
        int choice = random.nextInt(20);
        if (choice < 15) {
            List<byte[]> payloads = new ArrayList<>();
            int count = 1 + random.nextInt(20);
            for (int i = 0; i < count; i++) {
                payloads.add(TestLogs.payload(model.next() + i, ++version));
            }
            List<byte[]> entries = new ArrayList<>(model.entries());
            entries.addAll(payloads);
            long from = model.next();
            return new Step(log -> log.append(TestLogs.batch(from, payloads)), new Model(model.first(), entries));
        }
        if (choice < 17) {
            int kept = random.nextInt(model.entries().size() + 1);
            long last = model.first() + kept - 1;
            return new Step(
                    log -> log.truncateSuffix(last),
                    new Model(model.first(), model.entries().subList(0, kept)));
        }
        if (choice < 19) {
            int dropped = random.nextInt(model.entries().size() + 3);
            long first = model.first() + dropped;
            int from = Math.min(dropped, model.entries().size());
            return new Step(
                    log -> log.truncatePrefix(first),
                    new Model(
                            first, model.entries().subList(from, model.entries().size())));
        }
        long next = 1L + random.nextInt((int) model.next() + 30);
        return new Step(log -> log.reset(next), new Model(next, List.of()));
    }

    @Test
    void acknowledgedOperationsSurviveAnyCrash() throws IOException {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                live(new Random(seed));
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void live(Random random) throws IOException {
        MemoryLogDirectory directory = new MemoryLogDirectory();
        Model before = new Model(1, List.of());
        Model after = before;
        for (int life = 0; life < LIVES; life++) {
            int[] operationsLeft = {random.nextInt(random.nextBoolean() ? 4 : 60)};
            directory.disturbance = (operation, name) -> {
                if (operationsLeft[0]-- <= 0) {
                    throw new IOException("planted at " + operation);
                }
            };
            try (SegmentedLog log = TestLogs.open(directory)) {
                Model found = after.isIn(log) ? after : before;
                assertThat(found.isIn(log)).as("life %s", life).isTrue();
                after = found;
                while (true) {
                    before = after;
                    Step step = randomStep(before, random);
                    after = step.after();
                    step.operation().run(log);
                }
            } catch (DamagedLogException e) {
                throw e;
            } catch (IOException e) {
                assertThat(e.getMessage()).contains("planted");
            }
            if (random.nextBoolean()) {
                directory = directory.crash(random);
            }
        }
    }
}
