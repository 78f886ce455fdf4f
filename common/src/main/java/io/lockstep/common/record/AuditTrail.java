package io.lockstep.common.record;

import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.size.MapBytes;
import io.lockstep.common.size.MapSize;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** The newest audit records, oldest first. One thread at a time may use it. */
public final class AuditTrail {

    /** At most one of so many records is about refusals. */
    private static final int REFUSALS_PART = 5;

    private final ArrayDeque<AuditRecord> records = new ArrayDeque<>();
    private final int recordsMax;
    private final MapSize size;
    private long lastNumber;

    /** Makes an empty trail that keeps this many records, and counts their bytes. */
    public AuditTrail(int recordsMax, MapSize size) {
        this.recordsMax = recordsMax;
        this.size = size;
    }

    /** Adds a record with the next number. The oldest goes if there are too many. */
    public void add(AuditRecord.Act act, String operator, String operatorAddress, String reason, long wallMillis) {
        add(new AuditRecord(lastNumber + 1, act, operator, operatorAddress, reason, wallMillis));
    }

    private void add(AuditRecord record) {
        lastNumber = record.number();
        records.add(record);
        size.add(MapBytes.ofAudit(record));
        if (isRefusal(record) && records.stream().filter(AuditTrail::isRefusal).count() > refusalsMax()) {
            AuditRecord oldest =
                    records.stream().filter(AuditTrail::isRefusal).findFirst().orElseThrow();
            records.remove(oldest);
            size.add(-MapBytes.ofAudit(oldest));
        }
        if (records.size() > recordsMax) {
            size.add(-MapBytes.ofAudit(records.remove()));
        }
    }

    /** Strangers cause refusals: they must not push out what operators did. */
    private int refusalsMax() {
        return Math.max(1, recordsMax / REFUSALS_PART);
    }

    private static boolean isRefusal(AuditRecord record) {
        return record.act() instanceof AuditRecord.Refusals;
    }

    /** Returns whether this report has a record. */
    public boolean has(AuditRecord.Refusals report) {
        return records.stream()
                .anyMatch(record -> record.act() instanceof AuditRecord.Refusals earlier && earlier.isSameAs(report));
    }

    /** Returns whether this acceptance of a loss has a record. */
    public boolean has(AuditRecord.LossAccepted accepted) {
        return records.stream()
                .anyMatch(record ->
                        record.act() instanceof AuditRecord.LossAccepted earlier && earlier.isSameAs(accepted));
    }

    /** Returns a live view of the records, oldest first. */
    public Collection<AuditRecord> all() {
        return Collections.unmodifiableCollection(records);
    }

    /** Returns up to {@code limit} records with numbers above {@code after}, oldest first. */
    public List<AuditRecord> page(long after, int limit) {
        return records.stream()
                .filter(record -> record.number() > after)
                .limit(limit)
                .toList();
    }

    /** Adds the records of a snapshot to an empty trail. */
    public void restore(List<AuditRecord> image) {
        image.forEach(this::add);
    }
}
