/** Fault campaigns: they run the program as processes, hurt it, and check from outside what it did. Rule: nothing here is shipped. */
@NullMarked
package dev.rushes.campaigns;

import org.jspecify.annotations.NullMarked;
