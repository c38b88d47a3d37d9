/** The stage's one dialect of JSON, in documents and in the ledger. Rule: exact times are text, "value/scale"; nothing here decides. */
@NullMarked
package dev.rushes.timeline.json;

import org.jspecify.annotations.NullMarked;
