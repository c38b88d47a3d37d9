/** Uploads and the files that come of them. Rule: bytes and states only; who may ask is decided elsewhere. */
@NullMarked
package dev.rushes.gemini.fake.files;

import org.jspecify.annotations.NullMarked;
