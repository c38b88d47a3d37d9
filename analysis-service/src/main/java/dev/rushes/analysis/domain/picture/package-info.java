/**
 * What can be seen in small pictures that come one after the other. Rule: each detector looks at a picture once, in order, and keeps a
 * bounded number of numbers of it, never the picture.
 */
@NullMarked
package dev.rushes.analysis.domain.picture;

import org.jspecify.annotations.NullMarked;
