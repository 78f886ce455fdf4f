package io.lockstep.endtoend.cluster;

import java.lang.reflect.Field;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/** Implements {@link SharedCluster}. */
final class SharedClusterExtension implements BeforeAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(SharedClusterExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException, IllegalAccessException {
        Class<?> test = context.getRequiredTestClass();
        for (Field field : AnnotationSupport.findAnnotatedFields(test, SharedCluster.class)) {
            SharedCluster wanted = field.getAnnotation(SharedCluster.class);
            RealCluster cluster = RealCluster.start(wanted.servers(), wanted.flags());
            // The store closes it when the tests of the class are over.
            context.getStore(NAMESPACE).put(field.getName(), cluster);
            field.setAccessible(true);
            field.set(null, cluster);
        }
    }
}
