package dev.caravan.deliver;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Why something is not delivered. What concerns everything is over with the first success. What concerns a prefix or an object stays until
 * that very object is delivered, whatever becomes of others meanwhile: log and health do not change back and forth. Thread safe.
 */
final class DeliveryProblems {

    private static final int SHOWN = 3;

    private final Map<String, Map<String, String>> ofKeys = new TreeMap<>();
    private @Nullable String ofAll;
    private boolean doubt;

    /**
     * Notes a failure.
     *
     * @param key  null when it is not known which object failed
     * @param text the failure in a sentence
     * @return whether that is news, which a person should be told
     */
    synchronized boolean failed(@Nullable String key, Failure failure, String text) {
        if (key != null && failure.scope() == Failure.Scope.PREFIX) {
            Map<String, String> failing = ofKeys.computeIfAbsent(Prefix.of(key), p -> new LinkedHashMap<>());
            boolean news = !failing.containsValue(text);
            failing.put(key, text);
            return news;
        }
        if (failure.passing() && !doubt && ofAll == null) {
            // Any store says 503 now and then; half a second later it does not.
            doubt = true;
            return false;
        }
        boolean news = !text.equals(ofAll);
        ofAll = text;
        return news;
    }

    /** An object was delivered: clears what concerned all objects. Returns whether there was something to clear. */
    synchronized boolean clearForAll() {
        boolean over = ofAll != null;
        ofAll = null;
        doubt = false;
        return over;
    }

    /** This object was delivered, or is gone: clears its problem. Returns whether it was the last problem of its prefix. */
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
     * All of it in words, or null.
     *
     * @param waits whether an object with this key still waits
     */
    @Nullable
    String words(Predicate<String> waits) {
        return words(waits, key -> true);
    }

    /** Whether nothing is wrong. */
    synchronized boolean isEmpty() {
        return ofAll == null && ofKeys.isEmpty();
    }

    /**
     * What concerns some objects, in words, or null.
     *
     * @param waits whether an object with this key still waits
     * @param some  the keys of those that are asked for
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
