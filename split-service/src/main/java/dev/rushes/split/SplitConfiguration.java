package dev.rushes.split;

import org.springframework.context.annotation.Configuration;

/** Wires the split stage; imported by {@link SplitApplication} and by the standalone mode. */
@Configuration(proxyBeanMethods = false)
public class SplitConfiguration {}
