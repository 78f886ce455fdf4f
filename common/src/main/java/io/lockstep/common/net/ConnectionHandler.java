package io.lockstep.common.net;

/** Who hears of one connection. Called on the loop's thread only; must not block it. */
public interface ConnectionHandler {

    /** A line, without its line end. Not called after {@link Connection#close}. */
    void line(String line);

    /** The client sends a line longer than allowed. The connection closes after what is sent from here. */
    void lineTooLong();

    /**
     * The client sent a line that is not UTF-8 or holds a NUL byte. The connection closes after what is sent from here.
     */
    void badEncoding();

    /**
     * The client will send no more, but may still read: it has closed its side, or it is gone. Whoever has answers to
     * come sends them and then calls {@link Connection#close}, which must be called in the end.
     */
    void inputEnded();

    /** The connection is gone. The last call for it, and made exactly once, whoever closed it. */
    void closed();
}
