package io.lockstep.endtoend.path;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassType;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Attaches to a running server as a debugger, and at each of some methods notes the classes on the stack. The methods
 * are where a request is handed from one thread to another, or comes to its end; so the stacks are its way through the
 * code.
 */
final class HandOverRecorder implements AutoCloseable {

    private static final String OURS = "io.lockstep.";

    /** What starts a server and then waits for the end of its loop. */
    private static final String BELOW_THE_LOOP = ".*(Main|\\.ServerCommand|\\.Server)";

    /** Renewals and what they rest on: messages that pass between servers at any time. */
    private static final String NO_REQUEST = ".*\\.(RenewalReports|SessionLeases|EngineReadIndex|GuardedNode)";

    private final VirtualMachine machine;
    private final Thread reader = new Thread(this::read, "hand-over-recorder");
    private final Set<List<String>> ways = new LinkedHashSet<>();

    private HandOverRecorder(VirtualMachine machine, Map<String, String> methods) {
        this.machine = machine;
        methods.forEach(this::stopAt);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Attaches to the server that listens for debuggers on this port of the loopback address.
     *
     * @param methods the method to stop at for each class, which must be loaded
     */
    static HandOverRecorder attach(int port, Map<String, String> methods)
            throws IOException, IllegalConnectorArgumentsException {
        AttachingConnector sockets = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(connector -> connector.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = sockets.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(Integer.toString(port));
        return new HandOverRecorder(sockets.attach(arguments), methods);
    }

    private void stopAt(String type, String method) {
        for (ReferenceType loaded : machine.classesByName(OURS + type)) {
            for (Method each : loaded.methodsByName(method)) {
                BreakpointRequest request = machine.eventRequestManager().createBreakpointRequest(each.location());
                request.setSuspendPolicy(BreakpointRequest.SUSPEND_EVENT_THREAD);
                request.enable();
            }
        }
    }

    private void read() {
        try {
            while (true) {
                EventSet events = machine.eventQueue().remove();
                for (Event event : events) {
                    if (event instanceof BreakpointEvent hit) {
                        add(way(hit.thread()));
                    }
                }
                events.resume();
            }
        } catch (VMDisconnectedException gone) {
            // The recorder was closed, or the server has ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void add(List<String> way) {
        if (way.stream().noneMatch(type -> type.matches(NO_REQUEST))) {
            ways.add(way);
        }
    }

    /** The stacks so far, each from the thread's first class to the one that was stopped at. */
    synchronized List<List<String>> ways() {
        return List.copyOf(ways);
    }

    private static List<String> way(ThreadReference thread) {
        LinkedHashSet<String> types = new LinkedHashSet<>();
        try {
            List<StackFrame> frames = thread.frames();
            for (int i = frames.size() - 1; i >= 0; i--) {
                ReferenceType type = frames.get(i).location().declaringType();
                if (type.name().startsWith(OURS)
                        && !isData(type)
                        && !type.name().matches(BELOW_THE_LOOP)) {
                    types.add(type.name().substring(OURS.length()).replaceFirst("\\$.*", ""));
                }
            }
        } catch (IncompatibleThreadStateException e) {
            throw new IllegalStateException("the thread of an event is suspended", e);
        }
        return new ArrayList<>(types);
    }

    /** Whether the type only carries data: a record. */
    private static boolean isData(ReferenceType type) {
        return type instanceof ClassType struct
                && struct.superclass() != null
                && struct.superclass().name().equals("java.lang.Record");
    }

    @Override
    public void close() {
        machine.dispose();
    }
}
