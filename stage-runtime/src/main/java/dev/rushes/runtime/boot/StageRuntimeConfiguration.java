package dev.rushes.runtime.boot;

import org.springframework.context.annotation.Configuration;

/** Runs every {@link dev.rushes.runtime.wire.StageDefinition} bean of the application. */
@Configuration(proxyBeanMethods = false)
public class StageRuntimeConfiguration {}
