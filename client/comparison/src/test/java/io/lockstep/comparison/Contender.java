package io.lockstep.comparison;

import java.util.Optional;

/** A lock service that is measured. One thread uses it. */
interface Contender {

    /** Its name and version. */
    String name();

    /** Starts its servers, and returns how long it took until a client had its first lock, in milliseconds. */
    double start() throws Exception;

    /** Runs one load; empty if the service has no such thing. */
    Optional<Figure> run(Task task) throws Exception;

    /** The resident memory of its largest server. */
    long memoryBytes() throws Exception;

    /** Stops its servers. */
    void stop() throws Exception;
}
