/** The findings document in the object store, as docs/formats.md promises it. Rule: whoever finds the document need not do the work again. */
@NullMarked
package dev.rushes.analysis.findings;

import org.jspecify.annotations.NullMarked;
