/** Generators over HTTP, one class for each API. Rule: an order is sent once; every wait ends; nothing is decided here. */
@NullMarked
package dev.rushes.ingest.generation.http;

import org.jspecify.annotations.NullMarked;
