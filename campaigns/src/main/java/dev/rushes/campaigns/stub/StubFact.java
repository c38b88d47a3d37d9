package dev.rushes.campaigns.stub;

/**
 * What a stub stage gives.
 *
 * @param unit chunk that it is about; empty for a fact that concludes the stage
 * @param chunks chunks of the job, where the fact says so
 * @param effect identifier of the effect behind it
 */
record StubFact(String unit, int chunks, String effect) {}
