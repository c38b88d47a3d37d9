/**
 * Where to cut: packet table, cut points, plan, and what comes out. Rule: plain values and arithmetic on exact times; no process, no file, no
 * clock.
 */
@NullMarked
package dev.rushes.split.domain;

import org.jspecify.annotations.NullMarked;
