/** When to look again at an erased job. Rule: plain Java, the time is an argument. */
@NullMarked
package dev.rushes.ingest.erasure.domain;

import org.jspecify.annotations.NullMarked;
