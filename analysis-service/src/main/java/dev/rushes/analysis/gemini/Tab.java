package dev.rushes.analysis.gemini;

import dev.rushes.analysis.domain.Insight.Bill;
import dev.rushes.analysis.gemini.domain.PriceList;
import dev.rushes.analysis.gemini.domain.PriceList.Price;
import dev.rushes.analysis.gemini.domain.Response;
import dev.rushes.analysis.gemini.domain.TokenUsage;
import dev.rushes.runtime.stage.Usage;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the asking about one chunk has cost so far, piece by piece. Calls come one after the other. */
final class Tab {
    private final PriceList prices;
    private long spent;
    private Bill bill = Bill.NOTHING;
    private final Set<String> models = new TreeSet<>();

    Tab(PriceList prices) {
        this.prices = prices;
    }

    /** Micro-dollars of all pieces, whether paid now or by an earlier try. */
    synchronized long spent() {
        return spent;
    }

    Price price(String model, LocalDate day) {
        return prices.find(model, day).orElseGet(prices::dearest);
    }

    /**
     * Writes an answer down.
     *
     * @param asked model that was asked
     * @param reused whether an earlier try has paid it
     * @return what this try has to pay; empty if nobody knows
     */
    synchronized Optional<Usage> answered(String asked, Response response, LocalDate day, boolean reused) {
        models.add(response.modelVersion().isEmpty() ? asked : response.modelVersion());
        if (response.usage().isEmpty()) {
            bill = bill.plus(new Bill(1, reused ? 1 : 0, 1, 0, 0, 0, ""));
            return Optional.empty();
        }
        TokenUsage usage = response.usage().get();
        Price price = prices.find(response.modelVersion(), day).orElseGet(() -> price(asked, day));
        long money = price.of(usage);
        spent += money;
        bill = bill.plus(new Bill(
                1,
                reused ? 1 : 0,
                0,
                usage.prompt(),
                usage.output(),
                money,
                prices.date().toString()));
        return Optional.of(Usage.ofTokens(usage.prompt(), usage.output(), money));
    }

    /** Nobody knows whether a call was paid: the worst is assumed for the budget, and nothing on the bill. */
    synchronized void lost(long most) {
        spent += most;
        bill = bill.plus(new Bill(0, 0, 1, 0, 0, 0, ""));
    }

    /** The bill since the last one. */
    synchronized Bill close() {
        Bill closed = bill;
        bill = Bill.NOTHING;
        return closed;
    }

    /** Models that answered since the last bill. */
    synchronized Set<String> models() {
        Set<String> its = Set.copyOf(models);
        models.clear();
        return its;
    }
}
