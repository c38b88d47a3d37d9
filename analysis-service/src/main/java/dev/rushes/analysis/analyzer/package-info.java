/** The port behind which analyzers stand: one on this machine now, models elsewhere later. Rule: an analyzer looks and tells; it stores nothing. */
@NullMarked
package dev.rushes.analysis.analyzer;

import org.jspecify.annotations.NullMarked;
