/**
 * What the upload stage decides: whether a request can be served, which addresses may be fetched, and what an answer means. Rule: plain
 * values in, plain values out; no clock, no network, no disk.
 */
@NullMarked
package dev.rushes.ingest.domain;

import org.jspecify.annotations.NullMarked;
