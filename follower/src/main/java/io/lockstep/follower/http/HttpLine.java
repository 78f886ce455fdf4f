package io.lockstep.follower.http;

/**
 * Tells the first line of an HTTP request from a line of the protocol. A page in a browser can make the browser send
 * such a request to any port, with lines of the page's choice behind its headers.
 */
public final class HttpLine {

    private HttpLine() {}

    /** Returns whether the line has the form of {@code GET / HTTP/1.1}. */
    public static boolean isRequest(String line) {
        int last = line.lastIndexOf(' ');
        int first = line.indexOf(' ');
        return first > 0 && first < last && line.startsWith("HTTP/", last + 1);
    }
}
