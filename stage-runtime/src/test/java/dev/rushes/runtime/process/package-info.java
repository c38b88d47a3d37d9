/** Bounded processes, tried with real ones: what they may do, and that nothing of them is left. */
@NullMarked
package dev.rushes.runtime.process;

import org.jspecify.annotations.NullMarked;
