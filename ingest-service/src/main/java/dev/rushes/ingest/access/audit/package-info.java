/** What operators did, for operators to read. Rule: the log of the audit is the truth; what is here follows from it. */
@NullMarked
package dev.rushes.ingest.access.audit;

import org.jspecify.annotations.NullMarked;
