package dev.rushes.ingest;

import org.springframework.context.annotation.Configuration;

/** Wires the ingest stage; imported by {@link IngestApplication} and by the standalone mode. */
@Configuration(proxyBeanMethods = false)
public class IngestConfiguration {}
