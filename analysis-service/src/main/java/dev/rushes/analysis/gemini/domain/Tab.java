package dev.rushes.analysis.gemini.domain;

import dev.rushes.analysis.domain.Insight.Bill;
import dev.rushes.analysis.gemini.domain.PieceNote.Way;
import dev.rushes.analysis.gemini.domain.PriceList.Price;
import dev.rushes.analysis.gemini.domain.SentCall.Cost;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the asking about one chunk has cost, over all tries and runs: every call that was paid or may have been, and how pieces ended where the answers alone don't tell. It is
 * stored before each call, so that whoever goes on after a wait or a crash knows of it. Calls come one after the other.
 *
 * <pre>
 *   sent ──► answered   its answer is kept: what it cost is known, unless the answer does not say
 *     │ └──► (gone)     the service did not take it: nothing was paid
 *     └────► stays      the answer was lost, or the process died: it counts at its worst
 * </pre>
 */
public final class Tab {
    private static final int NONE = -1;

    private final PriceList prices;
    private final List<SentCall> calls;
    private final List<PieceNote> notes;
    private int onItsWay = NONE;
    private int inherited;
    private boolean changed;

    /** @param known what earlier tries have sent, and what they have noted that holds in this run */
    public Tab(PriceList prices, Sheet known) {
        this.prices = prices;
        this.calls = new ArrayList<>(known.calls());
        this.notes = new ArrayList<>(known.notes());
        this.inherited = (int) calls.stream().filter(SentCall::answered).count();
    }

    /** All of it, to be stored. */
    public synchronized Sheet sheet() {
        return new Sheet(calls, notes);
    }

    public synchronized List<SentCall> calls() {
        return List.copyOf(calls);
    }

    public Price price(String model, LocalDate day) {
        return prices.find(model, day).orElseGet(prices::dearest);
    }

    /** Micro-dollars, unknown costs at their worst. */
    public synchronized long spent() {
        return calls.stream().mapToLong(SentCall::counts).sum();
    }

    /** A call is about to be sent. */
    public synchronized void sent(SentCall call) {
        onItsWay = calls.size();
        calls.add(call);
        changed = true;
    }

    /** What is on its way, if anything is, was not taken: nothing was paid. */
    public synchronized void unpaid() {
        if (onItsWay != NONE) {
            calls.remove(onItsWay);
            onItsWay = NONE;
            changed = true;
        }
    }

    /** Nobody knows whether the call that is on its way was paid. */
    public synchronized void lost() {
        onItsWay = NONE;
    }

    /** The call that is on its way was answered. */
    public synchronized SentCall answered(Response response) {
        SentCall call = calls.get(onItsWay);
        SentCall paid = call.answeredFor(cost(call, response));
        calls.set(onItsWay, paid);
        onItsWay = NONE;
        changed = true;
        return paid;
    }

    /** An answer is there that an earlier try has paid, whether it came to write that down or not. */
    public synchronized void found(SentCall call, Response response) {
        if (calls.stream().anyMatch(its -> its.answered() && its.question().equals(call.question()))) {
            return;
        }
        inherited++;
        changed = true;
        for (int i = calls.size() - 1; i >= 0; i--) {
            if (calls.get(i).question().equals(call.question())) {
                calls.set(i, calls.get(i).answeredFor(cost(calls.get(i), response)));
                return;
            }
        }
        calls.add(call.foundFor(cost(call, response)));
    }

    private Optional<Cost> cost(SentCall call, Response response) {
        return response.usage().map(usage -> {
            Price price =
                    prices.find(response.modelVersion(), call.day()).orElseGet(() -> price(call.model(), call.day()));
            return new Cost(usage.prompt(), usage.output(), price.of(usage));
        });
    }

    /** What all calls have cost, of this try and earlier ones. */
    public synchronized Bill bill() {
        List<Cost> costs = calls.stream().flatMap(call -> call.cost().stream()).toList();
        return new Bill(
                (int) calls.stream().filter(SentCall::answered).count(),
                inherited,
                calls.size() - costs.size(),
                costs.stream().mapToLong(Cost::tokensIn).sum(),
                costs.stream().mapToLong(Cost::tokensOut).sum(),
                costs.stream().mapToLong(Cost::microDollars).sum(),
                costs.isEmpty() ? "" : prices.date().toString());
    }

    public synchronized void note(PieceNote note) {
        if (!notes.contains(note)) {
            notes.removeIf(its -> its.startMillis() == note.startMillis() && its.lengthMillis() == note.lengthMillis());
            changed = notes.add(note);
        }
    }

    /** What is noted of a piece; empty if nothing is. */
    public synchronized Optional<PieceNote> note(Piece piece) {
        return notes.stream().filter(its -> its.isAbout(piece)).findFirst();
    }

    /** The run has come to its end with the chunk: whoever asks next asks about what was given up. */
    public synchronized void conclude() {
        changed |= notes.removeIf(its -> its.way() != Way.ANSWERED);
    }

    /** Whether there is something to be stored that was not told of before. */
    public synchronized boolean takeChanges() {
        boolean its = changed;
        changed = false;
        return its;
    }
}
