/** Tests of what is done to the cluster. */
@NullMarked
package dev.rushes.campaigns.nemesis;

import org.jspecify.annotations.NullMarked;
