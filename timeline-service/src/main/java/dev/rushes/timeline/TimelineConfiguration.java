package dev.rushes.timeline;

import org.springframework.context.annotation.Configuration;

/** Wires the timeline stage; imported by {@link TimelineApplication} and by the standalone mode. */
@Configuration(proxyBeanMethods = false)
public class TimelineConfiguration {}
