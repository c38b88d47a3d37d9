package dev.rushes.runtime.example;

/** How many shots the footage has. */
record ShotCount(Footage footage, int shots) {}
