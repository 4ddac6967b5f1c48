package dev.caravan.outbox;

/** What a failed delivery affects besides its object. */
public enum FailureScope {
    /** Everything that is delivered: the network, the store, or the credentials failed. */
    ALL,
    /** Objects of the same prefix, because policies apply to prefixes; or only that object. */
    PREFIX
}
