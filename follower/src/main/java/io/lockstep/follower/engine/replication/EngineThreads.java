package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.FSMCaller;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.dsl.ExceptionHandlerWrapper;
import io.lockstep.follower.engine.replication.EngineFailure.Kind;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * Makes an exception on a thread of the engine a failure of this server. By itself the engine writes it to its log and
 * goes on, without the work that the thread had begun: such a server seems to run and answers nobody. The engine offers
 * no setting for this, so its private fields are read. They are those of the version that the parent pom names; with
 * another one, a server does not start.
 */
final class EngineThreads {

    private EngineThreads() {}

    /** Guards the thread that applies entries. Call it before a snapshot is loaded, as that is this thread's work. */
    static void guardApplying(NodeImpl node, EngineFailure failure) {
        guard("the thread that applies entries", fieldOf(fieldOf(node, "fsmCaller"), "disruptor"), failure);
    }

    /** Guards the threads for proposals and for read indexes. Call it once the node has started. */
    static void guardRequests(NodeImpl node, EngineFailure failure) {
        guard("the thread for proposals", fieldOf(node, "applyDisruptor"), failure);
        guard("the thread for read indexes", fieldOf(fieldOf(node, "readOnlyService"), "readIndexDisruptor"), failure);
    }

    /**
     * What the engine has applied and knows to be committed. The node itself tells these under its lock, which a thread
     * may hold that waits for the disk. Call it once the node has started.
     */
    static FSMCaller applying(NodeImpl node) {
        return (FSMCaller) fieldOf(node, "fsmCaller");
    }

    private static void guard(String thread, Object disruptor, EngineFailure failure) {
        ((ExceptionHandlerWrapper<?>) fieldOf(disruptor, "exceptionHandler")).switchTo(new Fatal<>(thread, failure));
    }

    private static Object fieldOf(Object owner, String name) {
        Class<?> type = owner instanceof NodeImpl ? NodeImpl.class : owner.getClass();
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            Object value = field.get(owner);
            if (value == null) {
                throw new IllegalStateException(type + " has not set its field " + name);
            }
            return value;
        } catch (NoSuchFieldException | IllegalAccessException otherVersion) {
            throw new IllegalStateException("an unknown version of the engine: " + type, otherVersion);
        }
    }

    private record Fatal<T>(String thread, EngineFailure failure) implements ExceptionHandler<T> {

        @Override
        public void handleEventException(Throwable thrown, long sequence, @Nullable T event) {
            failure.failed(Kind.BUG, thread + " of the engine: " + thrown, thrown);
        }

        @Override
        public void handleOnStartException(Throwable thrown) {
            handleEventException(thrown, 0, null);
        }

        @Override
        public void handleOnShutdownException(Throwable thrown) {
            handleEventException(thrown, 0, null);
        }
    }
}
