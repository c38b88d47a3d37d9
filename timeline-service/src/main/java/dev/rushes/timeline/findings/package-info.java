/** Reads what the analysis found out of the object store. Rule: bounded sizes, digests checked, unknown fields ignored. */
@NullMarked
package dev.rushes.timeline.findings;

import org.jspecify.annotations.NullMarked;
