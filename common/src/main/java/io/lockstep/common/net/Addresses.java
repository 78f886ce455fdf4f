package io.lockstep.common.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses as text: IPv6 in its short form, and in brackets before a port. */
public final class Addresses {

    private static final int GROUPS = 8;
    private static final int BITS_OF_A_BYTE = 8;
    private static final int BYTE = 0xFF;

    private Addresses() {}

    /** Returns {@code 127.0.0.1:9000} or {@code [::1]:9000}, or the host name if the address is not resolved. */
    public static String text(InetSocketAddress address) {
        InetAddress resolved = address.getAddress();
        String host = resolved == null ? address.getHostString() : text(resolved);
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** Returns {@code 127.0.0.1} or {@code ::1}: lower case, no leading zeros, the longest run of zeros left out. */
    public static String text(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        String written = address.getHostAddress();
        int scope = written.indexOf('%');
        return compressed(address.getAddress()) + (scope < 0 ? "" : written.substring(scope));
    }

    private static String compressed(byte[] bytes) {
        int[] groups = new int[GROUPS];
        int longest = 1;
        int start = -1;
        int zeros = 0;
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = ((bytes[2 * i] & BYTE) << BITS_OF_A_BYTE) | (bytes[2 * i + 1] & BYTE);
            zeros = groups[i] == 0 ? zeros + 1 : 0;
            if (zeros > longest) {
                longest = zeros;
                start = i + 1 - zeros;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += longest - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
