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
 * The first message of each end. The version is its first field, so that a mismatch is recognised whatever follows. Its
 * last field has room for a proof of identity and is empty in this version.
 *
 * @param identity of the sender
 * @param linkNumber increases with every link that the sender's process makes
 * @param report how far the sender's disk has come, and what it remembers of other servers
 */
record Hello(PeerIdentity identity, long linkNumber, DiskReport report) {

    static final int VERSION = 3;

    /** The longest frame accepted from an end that has not identified itself. */
    static final int LENGTH_MAX = 16 << 10;

    private static final int PROOF_BYTES_MAX = 4 << 10;

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
        output.writeShort(0);
    }

    /** The version at the start of a hello, or −1 if it is too short to have one. */
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
            int proofBytes = input.readUnsignedShort();
            if (proofBytes > PROOF_BYTES_MAX || input.readNBytes(proofBytes).length < proofBytes) {
                throw new PeerProtocolException("a hello with " + proofBytes + " bytes of proof");
            }
            return new Hello(identity, linkNumber, report);
        } catch (PeerProtocolException malformed) {
            throw malformed;
        } catch (IOException | IllegalArgumentException malformed) {
            throw new PeerProtocolException("a hello that cannot be read: " + malformed.getMessage());
        }
    }
}
