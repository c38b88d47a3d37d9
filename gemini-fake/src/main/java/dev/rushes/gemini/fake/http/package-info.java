/** The edge: HTTP requests become values, replies become bytes, late, slow or broken off where a fault says so. */
@NullMarked
package dev.rushes.gemini.fake.http;

import org.jspecify.annotations.NullMarked;
