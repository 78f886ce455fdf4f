package io.lockstep.common.table;

import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Things in the order of their names, for a million of them: a sorted map of pages, each an array of up to {@value
 * #PAGE_MAX}. To find, add and remove one takes logarithmic time, as in a map of the things, which would take 40 bytes
 * for each of them; the pages take about ten.
 *
 * @param <T> knows its name, which never changes
 */
public final class SortedPages<T extends SortedPages.Named> {

    /** Has a name. */
    public interface Named {
        String nameText();
    }

    static final int PAGE_MAX = 64;
    private static final int PAGE_MIN = 4;

    /** The page before every name. */
    private static final String FIRST = "";

    /** By a name that is not above the first of the page, and above the last of the page before. */
    private final TreeMap<String, Page> pages = new TreeMap<>();

    private int size;

    private static final class Page {
        @Nullable
        Named[] things = new Named[PAGE_MIN];

        int count;

        /** Returns where the one with this name is; if there is none, where it would be, subtracted from -1. */
        int placeOf(String name) {
            int low = 0;
            int high = count - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int compared = nameAt(middle).compareTo(name);
                if (compared == 0) {
                    return middle;
                }
                if (compared < 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return -1 - low;
        }

        Named at(int place) {
            Named thing = things[place];
            if (thing == null) {
                throw new IllegalStateException("nothing at " + place);
            }
            return thing;
        }

        String nameAt(int place) {
            return at(place).nameText();
        }

        void insert(int place, Named thing) {
            if (count == things.length) {
                things = Arrays.copyOf(things, 2 * count);
            }
            System.arraycopy(things, place, things, place + 1, count - place);
            things[place] = thing;
            count++;
        }

        void remove(int place) {
            count--;
            System.arraycopy(things, place + 1, things, place, count - place);
            things[count] = null;
        }

        /** Moves those from this place on to a new page. */
        Page split(int from) {
            Page upper = new Page();
            upper.count = count - from;
            upper.things = Arrays.copyOfRange(things, from, from + PAGE_MAX);
            Arrays.fill(things, from, count, null);
            count = from;
            return upper;
        }

        void append(Page other) {
            if (things.length < count + other.count) {
                things = Arrays.copyOf(things, PAGE_MAX);
            }
            System.arraycopy(other.things, 0, things, count, other.count);
            count += other.count;
        }
    }

    public SortedPages() {
        pages.put(FIRST, new Page());
    }

    /** Returns how many there are. */
    public int size() {
        return size;
    }

    /** Only such things are added. */
    @SuppressWarnings("unchecked")
    private T cast(Named thing) {
        return (T) thing;
    }

    private Page pageOf(String name) {
        return pages.floorEntry(name).getValue();
    }

    /** Returns the one with this name; null if there is none. */
    public @Nullable T get(String name) {
        Page page = pageOf(name);
        int place = page.placeOf(name);
        return place < 0 ? null : cast(page.at(place));
    }

    /** Adds one whose name is not there. */
    public void add(T thing) {
        String name = thing.nameText();
        Page page = pageOf(name);
        int place = -1 - page.placeOf(name);
        if (place < 0) {
            throw new IllegalStateException("twice: " + name);
        }
        if (page.count == PAGE_MAX) {
            // Names that come in order fill whole pages.
            int from = place == PAGE_MAX ? PAGE_MAX : PAGE_MAX / 2;
            Page upper = page.split(from);
            pages.put(from == PAGE_MAX ? name : upper.nameAt(0), upper);
            if (place > from || from == PAGE_MAX) {
                page = upper;
                place -= from;
            }
        }
        page.insert(place, thing);
        size++;
    }

    /** Removes the one with this name; returns false if there is none. */
    public boolean remove(String name) {
        Map.Entry<String, Page> entry = pages.floorEntry(name);
        Page page = entry.getValue();
        int place = page.placeOf(name);
        if (place < 0) {
            return false;
        }
        page.remove(place);
        size--;
        if (page.count < PAGE_MAX / 4) {
            mergeWithNext(entry.getKey(), page);
        }
        return true;
    }

    private void mergeWithNext(String key, Page page) {
        Map.Entry<String, Page> next = pages.higherEntry(key);
        if (next != null && page.count + next.getValue().count <= PAGE_MAX / 2) {
            page.append(next.getValue());
            pages.remove(next.getKey());
        } else if (page.count == 0 && !key.equals(FIRST)) {
            pages.remove(key);
        }
    }

    /** Returns all in order. Do not iterate over them while they change. */
    public Collection<T> all() {
        return new AbstractCollection<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<T> iterator() {
                return from(FIRST, true);
            }
        };
    }

    /** Returns those from this name on, with it or only above it. Do not iterate while they change. */
    public Iterator<T> from(String name, boolean inclusive) {
        Map.Entry<String, Page> entry = pages.floorEntry(name);
        Page page = entry.getValue();
        int place = page.placeOf(name);
        int start = place < 0 ? -1 - place : inclusive ? place : place + 1;
        return new Walk(
                page, start, pages.tailMap(entry.getKey(), false).values().iterator());
    }

    private final class Walk implements Iterator<T> {
        private final Iterator<Page> later;
        private Page page;
        private int at;

        Walk(Page page, int at, Iterator<Page> later) {
            this.page = page;
            this.at = at;
            this.later = later;
        }

        @Override
        public boolean hasNext() {
            while (at == page.count && later.hasNext()) {
                page = later.next();
                at = 0;
            }
            return at < page.count;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return cast(page.at(at++));
        }
    }
}
