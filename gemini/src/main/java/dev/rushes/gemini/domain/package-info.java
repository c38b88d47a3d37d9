/** What an error of the service means, and what its prices make. Rule: values in, values out. */
@NullMarked
package dev.rushes.gemini.domain;

import org.jspecify.annotations.NullMarked;
