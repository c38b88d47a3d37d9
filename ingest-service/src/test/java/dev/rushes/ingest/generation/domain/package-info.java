@NullMarked
package dev.rushes.ingest.generation.domain;

import org.jspecify.annotations.NullMarked;
