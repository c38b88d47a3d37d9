/** Whether a tenant may have more. Rule: numbers in, a verdict out. */
@NullMarked
package dev.rushes.ingest.quota.domain;

import org.jspecify.annotations.NullMarked;
