package io.lockstep.common.lock;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;

/** Counts the steps through wait queues: a measure of work that, unlike time, is the same on every machine. */
final class QueueSteps {

    private long taken;

    /** Returns the number of steps. */
    long taken() {
        return taken;
    }

    /** Returns a view of {@code elements} that counts each element an iterator returns. */
    <T> Collection<T> counting(Collection<T> elements) {
        return new AbstractCollection<>() {
            @Override
            public Iterator<T> iterator() {
                return counting(elements.iterator());
            }

            @Override
            public int size() {
                return elements.size();
            }
        };
    }

    private <T> Iterator<T> counting(Iterator<T> iterator) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public T next() {
                taken++;
                return iterator.next();
            }
        };
    }
}
