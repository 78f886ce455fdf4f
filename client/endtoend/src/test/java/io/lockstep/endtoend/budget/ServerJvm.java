package io.lockstep.endtoend.budget;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The virtual machine of a running server, which is told to answer questions about itself. */
final class ServerJvm implements AutoCloseable {

    private static final Pattern THREAD = Pattern.compile("(?m)^\"(.*)\" .*\\bnid=(0x\\p{XDigit}+|\\d+)");
    private static final String STAMPS = "io.lockstep:type=Stamps";
    private static final String[] STRING_ARRAY = {String[].class.getName()};

    private final long pid;
    private final JMXConnector connector;
    private final MBeanServerConnection connection;
    private final ThreadMXBean threads;

    @SuppressWarnings("BanJNDI") // The address is that of a virtual machine of this user, which it told itself.
    private ServerJvm(long pid, JMXServiceURL url) throws IOException {
        this.pid = pid;
        connector = JMXConnectorFactory.connect(url);
        connection = connector.getMBeanServerConnection();
        threads = ManagementFactory.newPlatformMXBeanProxy(
                connection, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    }

    /** Attaches to a virtual machine of this user. */
    static ServerJvm attach(long pid) throws IOException {
        return new ServerJvm(pid, new JMXServiceURL(attached(pid, VirtualMachine::startLocalManagementAgent)));
    }

    private interface Request<T> {
        T to(VirtualMachine machine) throws IOException, AgentLoadException, AgentInitializationException;
    }

    private static <T> T attached(long pid, Request<T> request) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return request.to(machine);
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException refused) {
            throw new IOException("process " + pid + " lets nobody look into it", refused);
        }
    }

    /** Loads an agent. */
    void load(Path jar, String options) throws IOException {
        attached(pid, machine -> {
            machine.loadAgent(jar.toString(), options);
            return jar;
        });
    }

    /** What the agent noted since it was asked before. */
    long[] stamps() throws IOException {
        try {
            return (long[]) connection.invoke(new ObjectName(STAMPS), "take", new Object[0], new String[0]);
        } catch (JMException e) {
            throw new IOException(e);
        }
    }

    /** Which methods the agent did not find. */
    String missingMethods() throws IOException {
        try {
            return (String) connection.getAttribute(new ObjectName(STAMPS), "Missing");
        } catch (JMException e) {
            throw new IOException(e);
        }
    }

    /** The names of all threads, also of those of the virtual machine, by their numbers in the system. */
    Map<Long, String> threadNames() throws IOException {
        Object[] noArguments = {new String[0]};
        String all;
        try {
            all = (String) connection.invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "threadPrint",
                    noArguments,
                    STRING_ARRAY);
        } catch (JMException e) {
            throw new IOException(e);
        }
        Map<Long, String> names = new HashMap<>();
        Matcher each = THREAD.matcher(all);
        while (each.find()) {
            names.put(Long.decode(each.group(2)), each.group(1));
        }
        return names;
    }

    /** The bytes that each kind of threads has allocated, without those of the threads that answer here. */
    Map<String, Long> allocatedBytes() {
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        java.lang.management.ThreadInfo[] infos = threads.getThreadInfo(ids);
        Map<String, Long> byKind = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null && bytes[i] > 0 && !ThreadName.isObserver(infos[i].getThreadName())) {
                byKind.merge(ThreadName.kind(infos[i].getThreadName()), bytes[i], Long::sum);
            }
        }
        return byKind;
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
