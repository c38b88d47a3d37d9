/** What the service says, as it says it. */
@NullMarked
package dev.rushes.gemini.wire;

import org.jspecify.annotations.NullMarked;
