package io.lockstep.common.entry;

import io.lockstep.common.access.TokenHash;
import io.lockstep.common.command.GrantKey;
import io.lockstep.common.command.KeyedRequest;
import io.lockstep.common.command.LeaseTerms;
import io.lockstep.common.lock.Lease;
import org.jspecify.annotations.Nullable;

/** The binary form of leases of grants, in commands and snapshots: a part of {@link CommandCodec}'s. */
final class LeaseCodec {

    static final int EXTEND = 22;
    static final int RELEASE = 23;

    private LeaseCodec() {}

    static void writeTerms(ByteWriter out, @Nullable LeaseTerms terms) {
        out.writeBoolean(terms != null);
        if (terms != null) {
            writeKey(out, terms.key());
            out.writeVarint(terms.leaseMillis());
            out.writeVarint(terms.holdMillis());
        }
    }

    static @Nullable LeaseTerms readTerms(ByteReader in) {
        return in.readBoolean()
                ? new LeaseTerms(readKey(in), CommandCodec.readCount(in), CommandCodec.readCount(in))
                : null;
    }

    static void write(ByteWriter out, KeyedRequest keyed) {
        out.writeByte(keyed instanceof KeyedRequest.Extend ? EXTEND : RELEASE);
        ValueCodec.writeRequest(out, keyed.request());
        ValueCodec.writeName(out, keyed.name());
        out.writeVarint(keyed.token());
        writeKey(out, keyed.key());
        if (keyed instanceof KeyedRequest.Extend extend) {
            out.writeVarint(extend.leaseMillis());
        } else if (keyed instanceof KeyedRequest.Release release) {
            boolean asLocked = release.holdMillis() == KeyedRequest.Release.AS_LOCKED;
            out.writeBoolean(asLocked);
            if (!asLocked) {
                out.writeVarint(release.holdMillis());
            }
        }
    }

    static KeyedRequest read(int type, ByteReader in) {
        if (type == EXTEND) {
            return new KeyedRequest.Extend(
                    ValueCodec.readRequest(in),
                    ValueCodec.readName(in),
                    in.readVarint(),
                    readKey(in),
                    CommandCodec.readCount(in));
        }
        return new KeyedRequest.Release(
                ValueCodec.readRequest(in),
                ValueCodec.readName(in),
                in.readVarint(),
                readKey(in),
                in.readBoolean() ? KeyedRequest.Release.AS_LOCKED : CommandCodec.readCount(in));
    }

    static void writeLease(ByteWriter out, @Nullable Lease lease) {
        out.writeBoolean(lease != null);
        if (lease != null) {
            writeKey(out, lease.key());
            out.writeVarint(lease.millis());
            out.writeVarint(lease.holdMillis());
            out.writeVarint(lease.endsClusterMillis());
        }
    }

    static @Nullable Lease readLease(ByteReader in) {
        return in.readBoolean() ? new Lease(readKey(in), in.readVarint(), in.readVarint(), in.readVarint()) : null;
    }

    private static void writeKey(ByteWriter out, GrantKey key) {
        TokenHash hash = key.hash();
        out.writeFixed64(hash.first());
        out.writeFixed64(hash.second());
        out.writeFixed64(hash.third());
        out.writeFixed64(hash.fourth());
    }

    private static GrantKey readKey(ByteReader in) {
        return new GrantKey(new TokenHash(in.readFixed64(), in.readFixed64(), in.readFixed64(), in.readFixed64()));
    }
}
