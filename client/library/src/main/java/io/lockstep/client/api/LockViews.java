package io.lockstep.client.api;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One {@link LockView} for each request, as long as it is referenced or locked. Safe for any thread. */
final class LockViews {

    private static final class Entry extends WeakReference<LockView> {

        private final LockRequest request;

        Entry(LockView view, ReferenceQueue<LockView> forgotten) {
            super(view, forgotten);
            this.request = view.request();
        }
    }

    private final LockClient client;
    private final Map<LockRequest, Entry> views = new HashMap<>();
    private final ReferenceQueue<LockView> forgotten = new ReferenceQueue<>();

    /** The locked views, which must stay even if they are only found again by their request. */
    private final Set<LockView> locked = new HashSet<>();

    LockViews(LockClient client) {
        this.client = client;
    }

    synchronized LockView get(LockRequest request) {
        for (Object entry = forgotten.poll(); entry != null; entry = forgotten.poll()) {
            views.remove(((Entry) entry).request, entry);
        }
        Entry known = views.get(request);
        @Nullable LockView view = known == null ? null : known.get();
        if (view == null) {
            view = new LockView(client, this, request);
            views.put(request, new Entry(view, forgotten));
        }
        return view;
    }

    synchronized void locked(LockView view) {
        locked.add(view);
    }

    synchronized void unlocked(LockView view) {
        locked.remove(view);
    }
}
