/**
 * External programs as bounded processes. Rule: a command is a list of arguments and never text for a shell; every run has limits, its own
 * process group and a leash, so that nothing it started outlives the subscription or this JVM.
 */
@NullMarked
package dev.rushes.runtime.process;

import org.jspecify.annotations.NullMarked;
