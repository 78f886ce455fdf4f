package io.lockstep.program;

import io.lockstep.common.net.HostPort;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of an option that is a list of servers, as {@link HostPort#parseServers} does. */
public final class ServersConverter implements ITypeConverter<ServerList> {

    @Override
    public ServerList convert(String text) {
        try {
            return new ServerList(HostPort.parseServers(text));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
