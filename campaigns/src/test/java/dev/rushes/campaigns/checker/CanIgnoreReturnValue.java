package dev.rushes.campaigns.checker;

import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** Marks what a test may call for its effect alone; Error Prone knows it by its simple name. */
@Target(ElementType.METHOD)
public @interface CanIgnoreReturnValue {}
