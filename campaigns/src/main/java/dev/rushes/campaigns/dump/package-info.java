/** All that can be seen from outside after a run: every record, committed offsets, effects, meters. Rule: reads and never writes. */
@NullMarked
package dev.rushes.campaigns.dump;

import org.jspecify.annotations.NullMarked;
