package io.lockstep.common.lock.naive;

import io.lockstep.common.command.LockEvent.Ending;
import io.lockstep.common.lock.naive.NaiveLocks.Held;
import io.lockstep.common.record.PastGrant;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The grants that have ended: all that ever did. */
final class NaiveHistory {

    private final NaiveModel model;
    private final NaiveLocks locks;

    final List<PastGrant> all = new ArrayList<>();

    NaiveHistory(NaiveModel model, NaiveLocks locks) {
        this.model = model;
        this.locks = locks;
    }

    void add(Held one, Ending ending) {
        all.add(new PastGrant(
                all.size() + 1,
                one.name(),
                one.mode(),
                one.token(),
                one.owner().clientId,
                one.owner().opening.label(),
                one.owner().address,
                one.wallMillis(),
                model.wallMillis,
                model.clusterMillis - one.clusterMillis(),
                one.waitedMillis(),
                ending,
                locks.queue(one.name()).size()));
    }

    /** The newest that fit, oldest first. They come in chunks, and go so: a sixteenth of all, but 1 KiB for certain. */
    List<PastGrant> newest() {
        long chunkBytes = Math.max(1_024, Math.min(65_536, model.historyBytesMax / 16));
        List<List<PastGrant>> chunks = new ArrayList<>();
        for (PastGrant past : all) {
            int last = chunks.size() - 1;
            if (chunks.isEmpty() || bytes(chunks.get(last)) + bytes(List.of(past)) > chunkBytes) {
                chunks.add(new ArrayList<>());
            }
            chunks.get(chunks.size() - 1).add(past);
            while (chunks.stream().mapToLong(NaiveHistory::bytes).sum() > model.historyBytesMax) {
                chunks.remove(0);
            }
        }
        return chunks.stream().flatMap(List::stream).toList();
    }

    private static long bytes(List<PastGrant> grants) {
        return grants.stream()
                .mapToLong(past -> 67 + bytes(past.name().text()) + bytes(past.label()) + bytes(past.clientAddress()))
                .sum();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
