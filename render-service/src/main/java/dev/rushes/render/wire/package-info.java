/** TimelineAssembled → request, finished render → RenderFinished. Rule: the only package here that sees generated classes. */
@NullMarked
package dev.rushes.render.wire;

import org.jspecify.annotations.NullMarked;
