/** Brokers, services and the network between them, as processes that can be killed, stopped and cut off. */
@NullMarked
package dev.rushes.campaigns.cluster;

import org.jspecify.annotations.NullMarked;
