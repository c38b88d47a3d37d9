package dev.rushes.render;

import org.springframework.context.annotation.Configuration;

/** Wires the render stage; imported by {@link RenderApplication} and by the standalone mode. */
@Configuration(proxyBeanMethods = false)
public class RenderConfiguration {}
