package dev.caravan.deliver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The objects that were stored last. Thread safe. */
final class RecentObjects {

    /** Keys have 1024 bytes at most, so these take 20 KiB at most. */
    private static final int MOST = 20;

    private final Deque<StoredObject> objects = new ArrayDeque<>();

    synchronized void add(StoredObject object) {
        objects.addFirst(object);
        if (objects.size() > MOST) {
            objects.removeLast();
        }
    }

    /** The latest first. */
    synchronized List<StoredObject> all() {
        return new ArrayList<>(objects);
    }
}
