/** Everything in one process tree, for one bare machine. Rule: starts and wires, decides nothing about jobs. */
@NullMarked
package dev.rushes.standalone;

import org.jspecify.annotations.NullMarked;
