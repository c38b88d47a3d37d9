/** Puts the runtime into a Spring application: settings, beans and their life cycle. Rule: wiring only, no decisions. */
@NullMarked
package dev.rushes.runtime.boot;

import org.jspecify.annotations.NullMarked;
