/** Records ⇄ the split's values. Rule: the only code of this service that sees generated classes. */
@NullMarked
package dev.rushes.split.wire;

import org.jspecify.annotations.NullMarked;
