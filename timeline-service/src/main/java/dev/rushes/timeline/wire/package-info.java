/** Records ⇄ what the timeline stage knows. Rule: the only package of this service that sees generated classes. */
@NullMarked
package dev.rushes.timeline.wire;

import org.jspecify.annotations.NullMarked;
