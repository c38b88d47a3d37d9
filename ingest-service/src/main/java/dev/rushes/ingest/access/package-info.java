/**
 * Who may ask, and for what. Rule: an operation runs only for a {@link dev.rushes.ingest.access.Caller} that has proven who it is, and what
 * belongs to another tenant looks to it like something that does not exist.
 */
@NullMarked
package dev.rushes.ingest.access;

import org.jspecify.annotations.NullMarked;
