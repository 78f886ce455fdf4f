package io.lockstep.common.tls;

/** Certificates or a key cannot be used. The message names the file, says what is wrong, and what to do. */
public final class TlsFileException extends Exception {

    private static final long serialVersionUID = 1;

    TlsFileException(String message) {
        super(message);
    }

    TlsFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
