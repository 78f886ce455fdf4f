package io.lockstep.follower.context;

import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Sizes;
import java.util.OptionalLong;

/**
 * What this server's operator and its heap say about the bound of the lock map in bytes. The bound itself is in the
 * log.
 *
 * @param asked the value that the operator gave, which must agree with the log when the server starts; empty if none
 * @param heapBytes the most heap that this server may use
 */
public record MapBound(OptionalLong asked, long heapBytes) {

    /** No value, and a heap that is large enough. */
    public static final MapBound NONE = new MapBound(OptionalLong.empty(), Long.MAX_VALUE);

    /** The map may take one part of so many of the heap. */
    private static final int HEAP_PARTS = 4;

    /** Two machines of one kind differ a little in their memory, so a heap may be smaller by one part of so many. */
    private static final int SLACK_PARTS = 16;

    /** Returns the bound for a new cluster: what the operator gave, or a quarter of the heap in whole mebibytes. */
    public long atFounding() {
        long quarter =
                heapBytes == Long.MAX_VALUE ? heapBytes : (heapBytes / HEAP_PARTS) & -ProtocolLimits.MAP_BYTES_MIN;
        return asked.orElse(Math.max(ProtocolLimits.MAP_BYTES_MIN, quarter));
    }

    /** Returns the largest bound for which the heap is large enough. */
    public long mostBytes() {
        return Math.max(ProtocolLimits.MAP_BYTES_MIN, heapBytes / HEAP_PARTS + heapBytes / HEAP_PARTS / SLACK_PARTS);
    }

    /** Returns why this server cannot serve a map with this bound, in words for the operator; empty if it can. */
    public String flawOf(long bytesMax) {
        if (bytesMax > mostBytes() && bytesMax != Long.MAX_VALUE) {
            String needed = bytesMax > Long.MAX_VALUE / HEAP_PARTS
                    ? "more than there is"
                    : Sizes.formatRoundedUp(HEAP_PARTS * bytesMax);
            return "the lock map of this cluster may take " + Sizes.format(bytesMax)
                    + " bytes, so a server needs four times that as heap, and this one has "
                    + Sizes.formatRoundedUp(heapBytes) + "; start it with java -Xmx" + needed
                    + ", or lower the bound at another server with admin set map-bytes";
        }
        if (asked.isPresent() && asked.getAsLong() != bytesMax) {
            return "--map-bytes " + Sizes.format(asked.getAsLong()) + " was asked for, but the lock map of this cluster"
                    + " may take " + Sizes.format(bytesMax)
                    + " bytes; start this server without the flag, and change the bound with admin set map-bytes";
        }
        return "";
    }
}
