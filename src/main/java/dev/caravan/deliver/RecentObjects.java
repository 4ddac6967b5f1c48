package dev.caravan.deliver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The objects that were stored last. Thread-safe. */
final class RecentObjects {

    /** Limit of the objects. Keys have at most 1024 bytes, so the list takes at most 20 KiB. */
    private static final int MOST = 20;

    private final Deque<StoredObject> objects = new ArrayDeque<>();

    synchronized void add(StoredObject object) {
        objects.addFirst(object);
        if (objects.size() > MOST) {
            objects.removeLast();
        }
    }

    /** Returns the objects, the latest first. */
    synchronized List<StoredObject> all() {
        return new ArrayList<>(objects);
    }
}
