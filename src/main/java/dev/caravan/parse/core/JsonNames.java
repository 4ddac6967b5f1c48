package dev.caravan.parse.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of the objects that a JSON text is within, to find one that occurs twice in the same object. Used again for the next
 * text, so that it costs no memory; not thread safe.
 */
final class JsonNames {

    /** From so many names of an object on they are kept in a set: comparing each with each would take too long. */
    private static final int MANY = 32;

    private String[] names = new String[64];
    private int size;
    private int[] begins = new int[16];
    private int depth;
    /** Of those objects that have so many names; the others have null. */
    private final List<Set<String>> sets = new ArrayList<>();

    /** Forgets everything. */
    void clear() {
        Arrays.fill(names, 0, size, null);
        size = 0;
        depth = 0;
        sets.clear();
    }

    /** An object or a list begins. */
    void open() {
        if (depth == begins.length) {
            begins = Arrays.copyOf(begins, depth * 2);
        }
        begins[depth++] = size;
        sets.add(null);
    }

    /** The innermost one ends. */
    void close() {
        int begin = begins[--depth];
        sets.remove(depth);
        Arrays.fill(names, begin, size, null);
        size = begin;
    }

    /** Adds a name to those of the innermost object. Returns false if it has that name already. */
    boolean add(String name) {
        int begin = begins[depth - 1];
        boolean added = size - begin < MANY ? !isAmong(name, begin) : all(begin).add(name);
        if (size == names.length) {
            names = Arrays.copyOf(names, size * 2);
        }
        names[size++] = name;
        return added;
    }

    private boolean isAmong(String name, int begin) {
        for (int i = begin; i < size; i++) {
            if (names[i].equals(name)) {
                return true;
            }
        }
        return false;
    }

    private Set<String> all(int begin) {
        Set<String> all = sets.get(depth - 1);
        if (all == null) {
            all = new HashSet<>(Arrays.asList(names).subList(begin, size));
            sets.set(depth - 1, all);
        }
        return all;
    }
}
