/**
 * Where records become values and values become records. Rule: with {@code runtime.kafka} and the services' own {@code wire} packages,
 * this is the only code that sees generated classes.
 */
@NullMarked
package dev.rushes.runtime.wire;

import org.jspecify.annotations.NullMarked;
