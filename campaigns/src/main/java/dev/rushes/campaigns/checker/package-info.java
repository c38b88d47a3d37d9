/** Whether what was seen keeps the invariants. Rule: pure over a dump; a breach names job, place and time. */
@NullMarked
package dev.rushes.campaigns.checker;

import org.jspecify.annotations.NullMarked;
