@NullMarked
package dev.rushes.ingest.erasure.domain;

import org.jspecify.annotations.NullMarked;
