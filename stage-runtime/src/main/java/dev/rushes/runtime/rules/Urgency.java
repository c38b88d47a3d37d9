package dev.rushes.runtime.rules;

/** How soon a record wants to be taken up, most urgent first. */
public enum Urgency {
    HIGH,
    NORMAL,
    LOW
}
