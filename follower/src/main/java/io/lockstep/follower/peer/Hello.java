package io.lockstep.follower.peer;

import io.lockstep.follower.trust.DiskReport;
import io.lockstep.follower.trust.DiskReportCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Who each end is. The proof of the cluster's secret goes behind it.
 *
 * @param identity of the sender
 * @param linkNumber increases with every link that the sender's process makes
 * @param report how far the sender's disk has come, and what it remembers of other servers
 */
record Hello(PeerIdentity identity, long linkNumber, DiskReport report) {

    static final int VERSION = 7;

    /** The longest frame accepted from an end that is no member. */
    static final int LENGTH_MAX = 16 << 10;

    /** A hello without a report, for a refusal. */
    Hello(PeerIdentity identity, long linkNumber) {
        this(identity, linkNumber, DiskReport.NONE);
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream output = new DataOutputStream(bytes)) {
            output.writeInt(VERSION);
            writeTo(output);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private void writeTo(DataOutputStream output) throws IOException {
        output.writeUTF(identity.clusterId());
        output.writeInt(identity.server());
        output.writeUTF(identity.storageId());
        output.writeLong(identity.incarnation());
        output.writeLong(linkNumber);
        DiskReportCodec.write(output, report);
    }

    /** The version at the start of a first message or a hello, or −1 if it is too short to have one. */
    static int version(byte[] body) {
        try (DataInputStream input = new DataInputStream(new ByteArrayInputStream(body))) {
            return input.readInt();
        } catch (IOException tooShort) {
            return -1;
        }
    }

    /** Reads a hello of this version. */
    static Hello decode(byte[] body) throws PeerProtocolException {
        try (DataInputStream input = new DataInputStream(new ByteArrayInputStream(body))) {
            input.readInt();
            PeerIdentity identity =
                    new PeerIdentity(input.readUTF(), input.readInt(), input.readUTF(), input.readLong());
            long linkNumber = input.readLong();
            DiskReport report = DiskReportCodec.read(input);
            return new Hello(identity, linkNumber, report);
        } catch (IOException | IllegalArgumentException malformed) {
            throw new PeerProtocolException("a hello that cannot be read: " + malformed.getMessage());
        }
    }
}
