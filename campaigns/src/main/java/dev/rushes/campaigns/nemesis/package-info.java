/** What is done to the cluster, by a seed and a clock. Rule: every fault ends, and says when it began and ended. */
@NullMarked
package dev.rushes.campaigns.nemesis;

import org.jspecify.annotations.NullMarked;
