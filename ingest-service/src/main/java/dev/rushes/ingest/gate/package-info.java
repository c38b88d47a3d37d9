/**
 * The gate to the world outside: which addresses this program connects to when somebody else names them, be it for footage or for webhooks. Rule: nobody
 * connects to an address that a stranger named but through this gate, and only to the very addresses that were checked.
 */
@NullMarked
package dev.rushes.ingest.gate;

import org.jspecify.annotations.NullMarked;
