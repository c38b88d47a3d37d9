/** Takes TimelineAssembled, gives RenderFinished. One film for each job and output, checked before it is announced. */
@NullMarked
package dev.rushes.render;

import org.jspecify.annotations.NullMarked;
