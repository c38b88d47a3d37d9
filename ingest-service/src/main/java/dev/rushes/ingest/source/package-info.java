/**
 * Where footage comes from, one class per kind of source, and the record of what was found in it. Rule: an address is followed only to where
 * it was checked to lead, and bytes go to the object store without ever being in memory as a whole.
 */
@NullMarked
package dev.rushes.ingest.source;

import org.jspecify.annotations.NullMarked;
