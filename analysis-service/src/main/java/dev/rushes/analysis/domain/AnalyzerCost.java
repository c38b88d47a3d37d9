package dev.rushes.analysis.domain;

import java.time.Duration;

/**
 * What one analyzer cost.
 *
 * @param analyzer its name and version, such as "cuts/1"
 * @param processor processor time
 */
public record AnalyzerCost(String analyzer, Duration processor) {}
