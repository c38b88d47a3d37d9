/** What an operator sees of the runtime: meters, log fields, health. Rule: every meter stands in one enum, and none is tagged by job. */
@NullMarked
package dev.rushes.runtime.observe;

import org.jspecify.annotations.NullMarked;
