package io.lockstep.comparison;

/** What the clients of a load do again and again. */
enum Work {
    /** Take a lock of their own and release it. */
    LOCK,
    /** Wait in line for one lock that all want, and release it. */
    HAND_OVER,
    /** Ask who holds a lock. */
    STATUS
}
