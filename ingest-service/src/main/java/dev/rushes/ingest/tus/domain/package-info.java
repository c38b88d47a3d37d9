/**
 * What the tus protocol says about a request, and what is to be done about it: headers in, decisions out. Rule: plain Java, no clock, no disk, no
 * network.
 */
@NullMarked
package dev.rushes.ingest.tus.domain;

import org.jspecify.annotations.NullMarked;
