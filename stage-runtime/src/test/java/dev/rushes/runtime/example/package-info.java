/** The stage that docs/write-a-stage.md writes. Rule: the page shows this code and no other. */
@NullMarked
package dev.rushes.runtime.example;

import org.jspecify.annotations.NullMarked;
