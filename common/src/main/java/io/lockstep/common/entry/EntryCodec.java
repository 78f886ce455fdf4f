package io.lockstep.common.entry;

import io.lockstep.common.command.Entry;
import io.lockstep.common.command.Submission;
import java.util.List;

/** The binary form of a log entry, with its own version and checksum. */
public final class EntryCodec {

    private static final int VERSION = 6;
    private static final int HEADER_BYTES = 32;
    private static final int SUBMISSION_BYTES = 96;

    /** An origin takes at least 10 bytes, a command 2. */
    private static final int SUBMISSION_BYTES_MIN = 12;

    private EntryCodec() {}

    /** Returns the binary form of an entry. */
    public static byte[] encode(Entry entry) {
        List<Submission> submissions = entry.submissions();
        ByteWriter out = Checksummed.begin(VERSION, HEADER_BYTES + submissions.size() * SUBMISSION_BYTES);
        ValueCodec.writeOrigin(out, entry.proposal());
        out.writeVarint(entry.clusterMillis());
        out.writeVarint(entry.wallMillis());
        Lists.write(out, submissions, CommandCodec::writeSubmission);
        return Checksummed.finish(out);
    }

    /**
     * Returns whether another version of this program wrote these bytes. They are then no entry for this version, and
     * must not be taken for damage.
     */
    public static boolean isOfOtherVersion(byte[] bytes) {
        return Checksummed.isOfOtherVersion(bytes, VERSION);
    }

    /** Reads an entry. Throws {@link MalformedEncodingException} if the bytes are no entry. */
    public static Entry decode(byte[] bytes) {
        ByteReader in = Checksummed.open(bytes, VERSION);
        Entry entry = new Entry(
                ValueCodec.readOrigin(in),
                in.readVarint(),
                in.readVarint(),
                Lists.read(in, SUBMISSION_BYTES_MIN, CommandCodec::readSubmission));
        in.requireEnd();
        return entry;
    }
}
