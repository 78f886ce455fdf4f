package io.lockstep.program.config;

/** A configuration cannot be used. The message is for the operator: what is wrong, where, and what to write instead. */
public final class ConfigurationException extends Exception {

    private static final long serialVersionUID = 1;

    ConfigurationException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
