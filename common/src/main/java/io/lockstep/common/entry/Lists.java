package io.lockstep.common.entry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The binary form of lists: the number of elements, then the elements. */
public final class Lists {

    private Lists() {}

    /** Writes the number of elements, then each of them with {@code writeElement}. */
    public static <T> void write(ByteWriter out, List<T> elements, BiConsumer<ByteWriter, T> writeElement) {
        out.writeVarint(elements.size());
        for (T element : elements) {
            writeElement.accept(out, element);
        }
    }

    /**
     * Reads an immutable list.
     *
     * @param bytesMin the fewest bytes that an element takes; it exposes a damaged count before anything is allocated
     */
    public static <T> List<T> read(ByteReader in, int bytesMin, Function<ByteReader, T> readElement) {
        int count = in.readCount(bytesMin);
        List<T> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(readElement.apply(in));
        }
        return Collections.unmodifiableList(elements);
    }
}
