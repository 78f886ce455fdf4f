package io.lockstep.follower.server;

/**
 * How the heap is shared out among what clients can make grow. Together the shares leave a third of the heap for the
 * log, for other servers and for work under way.
 *
 * @param heapBytes the most that the virtual machine will use
 */
record HeapShares(long heapBytes) {

    /** A watch of the longest name, with its place in all tables. */
    private static final int WATCH_BYTES = 1_024;

    /** The shares of the heap of this process. */
    static HeapShares ofThisProcess() {
        return new HeapShares(Runtime.getRuntime().maxMemory());
    }

    /** The most watches of all clients: an eighth of the heap. */
    int watchesMax() {
        return (int) Math.min(Integer.MAX_VALUE, heapBytes / 8 / WATCH_BYTES);
    }
}
