package dev.rushes.analysis.gemini.domain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The price list of this version. */
final class ShippedPrices {
    private ShippedPrices() {}

    static PriceList read() {
        try (InputStream list = Objects.requireNonNull(
                ShippedPrices.class.getResourceAsStream("/dev/rushes/analysis/gemini/prices.csv"))) {
            return PriceList.parse(new String(list.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
