package io.lockstep.common.lock;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;

/** Counts each step through a wait queue: a measure of work that is the same on every machine, as time is not. */
final class QueueSteps {

    private long taken;

    /** How many there were. */
    long taken() {
        return taken;
    }

    /** A view of {@code elements} that counts each one an iterator gives out. */
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
