package io.lockstep.follower.peer;

import java.util.concurrent.CountDownLatch;

/** How a link ended. Any thread. */
final class LinkEnd {

    /** Who closed the link. */
    enum By {
        THIS_SERVER,
        OTHER_END,

        /** Neither: it broke, or an end that misbehaves was cut off. */
        FAILURE
    }

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean begun;
    private volatile By by = By.FAILURE;
    private volatile String because = "";

    /** The link closes. Returns false if it is closed already, for another reason. */
    synchronized boolean begin(By by, String because) {
        if (begun) {
            return false;
        }
        this.by = by;
        this.because = because;
        begun = true;
        return true;
    }

    boolean hasBegun() {
        return begun;
    }

    /** Whether this server closed the link. */
    boolean isByThisServer() {
        return by == By.THIS_SERVER;
    }

    /** Whether the other end, or the system of that end, closed the link. */
    boolean isByOtherEnd() {
        return by == By.OTHER_END;
    }

    String because() {
        return because;
    }

    /** Nothing more is delivered. */
    void complete() {
        over.countDown();
    }

    /** Waits for {@link #complete}. */
    void await() throws InterruptedException {
        over.await();
    }
}
