package dev.rushes.ingest.domain;

/** What {@link UrlRule} says about an address. */
public sealed interface UrlVerdict {

    /** Fit to be resolved; what it resolves to is checked next. */
    record Admissible(SourceUrl url) implements UrlVerdict {}

    /**
     * Not an address that this installation fetches.
     *
     * @param why a sentence: "Expected …, but …."
     */
    record Malformed(String why) implements UrlVerdict {}

    /**
     * A host that is inside somebody's network by its very name.
     *
     * @param why a sentence: "Expected …, but …."
     */
    record Forbidden(String why) implements UrlVerdict {}
}
