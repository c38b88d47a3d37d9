package dev.rushes.analysis;

import org.springframework.context.annotation.Configuration;

/** Wires the analysis stage; imported by {@link AnalysisApplication} and by the standalone mode. */
@Configuration(proxyBeanMethods = false)
public class AnalysisConfiguration {}
