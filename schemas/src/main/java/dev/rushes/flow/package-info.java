/**
 * The flow in one table: which stages there are, which topics they read and write, and which recipe visits which stages. Rule: this
 * package knows names and order, and nothing about how a record is sent or what a stage does.
 */
@NullMarked
package dev.rushes.flow;

import org.jspecify.annotations.NullMarked;
