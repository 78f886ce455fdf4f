package io.lockstep.common.net;

/** Receives the events of one connection. The loop calls it on its own thread; the methods must not block. */
public interface ConnectionHandler {

    /** A line arrived, without its line end. Not called after {@link Connection#close}. */
    void line(String line);

    /** The client sent a line longer than allowed. The connection closes after the lines that this method sends. */
    void lineTooLong();

    /**
     * The client sent a line that is not UTF-8 or has a NUL byte. The connection closes after the lines that this
     * method sends.
     */
    void badEncoding();

    /**
     * The client will send nothing more. It may have closed only its sending side and still read, or it may be gone.
     * The handler sends its outstanding answers, if any, and must then call {@link Connection#close}.
     */
    void inputEnded();

    /** The connection is closed. This is the last call for it, and made exactly once, whichever side closed it. */
    void closed();
}
