/**
 * Signed links: whoever has one may fetch one object for a while, and nothing else. Rule: the signature covers every character of the link, and
 * links and their secret are never logged.
 */
@NullMarked
package dev.rushes.ingest.links;

import org.jspecify.annotations.NullMarked;
