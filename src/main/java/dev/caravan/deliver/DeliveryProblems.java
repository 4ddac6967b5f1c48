package dev.caravan.deliver;

import dev.caravan.outbox.FailureScope;
import dev.caravan.outbox.Prefix;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The reasons why something is not delivered. A problem of everything is over at the first success. A problem of a prefix or an object
 * stays until that very object is delivered, whatever happens to others meanwhile, so that log and health do not flap. Thread-safe.
 */
final class DeliveryProblems {

    private static final int SHOWN = 3;

    private final Map<String, Map<String, String>> ofKeys = new TreeMap<>();
    private @Nullable String ofAll;
    private boolean doubt;

    /**
     * Notes a failure.
     *
     * @param key  null if it is not known which object failed
     * @param text the failure as a sentence
     * @return true if the sentence is new and must be logged
     */
    synchronized boolean failed(@Nullable String key, Failure failure, String text) {
        if (key != null && failure.scope() == FailureScope.PREFIX) {
            Map<String, String> failing = ofKeys.computeIfAbsent(Prefix.of(key), p -> new LinkedHashMap<>());
            boolean news = !failing.containsValue(text);
            failing.put(key, text);
            return news;
        }
        if (failure.passing() && !doubt && ofAll == null) {
            // Any store answers 503 now and then, and works again half a second later.
            doubt = true;
            return false;
        }
        boolean news = !text.equals(ofAll);
        ofAll = text;
        return news;
    }

    /** Clears the problem of everything, because an object was delivered. Returns whether there was one. */
    synchronized boolean clearForAll() {
        boolean over = ofAll != null;
        ofAll = null;
        doubt = false;
        return over;
    }

    /** Clears the problem of this object, which was delivered or is gone. Returns whether it was the last one of its prefix. */
    synchronized boolean clear(String key) {
        String prefix = Prefix.of(key);
        Map<String, String> failing = ofKeys.get(prefix);
        if (failing == null || failing.remove(key) == null || !failing.isEmpty()) {
            return false;
        }
        ofKeys.remove(prefix);
        return true;
    }

    /**
     * Returns all problems in words, or null.
     *
     * @param waits whether the object with a key still waits
     */
    @Nullable
    String words(Predicate<String> waits) {
        return words(waits, key -> true);
    }

    /** Reports whether there are no problems. */
    synchronized boolean isEmpty() {
        return ofAll == null && ofKeys.isEmpty();
    }

    /**
     * Returns the problems of everything and of some objects in words, or null.
     *
     * @param waits whether the object with a key still waits
     * @param some  selects the keys
     */
    synchronized @Nullable String words(Predicate<String> waits, Predicate<String> some) {
        Set<String> texts = new LinkedHashSet<>();
        if (ofAll != null) {
            texts.add(ofAll);
        }
        ofKeys.values().removeIf(failing -> {
            failing.keySet().removeIf(waits.negate());
            failing.forEach((key, text) -> {
                if (some.test(key)) {
                    texts.add(text);
                }
            });
            return failing.isEmpty();
        });
        if (texts.isEmpty()) {
            return null;
        }
        String words = String.join("; ", texts.stream().limit(SHOWN).toList());
        return texts.size() > SHOWN ? words + "; and " + (texts.size() - SHOWN) + " more" : words;
    }
}
