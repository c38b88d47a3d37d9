/** What the upload stage decides, in tables. Rule: no network, no disk, no clock. */
@NullMarked
package dev.rushes.ingest.domain;

import org.jspecify.annotations.NullMarked;
