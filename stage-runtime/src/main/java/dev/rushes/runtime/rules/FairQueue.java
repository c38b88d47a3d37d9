package dev.rushes.runtime.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides who is next when tenants share workers. Three rules, in this order:
 *
 * <ol>
 *   <li>The more urgent class first. A line (one tenant, one class) that has not been served for {@link FairShares#ageing} counts as one class
 *       more urgent, and so on. What waits behind its own tenant's records does not age: else a large backlog would overtake everybody.
 *   <li>Among equals, the tenant that has had the least worker time for its weight.
 *   <li>Within a tenant, the record that came first.
 * </ol>
 *
 * <p>The second rule is start-time fair queuing (Goyal, Vin and Cheng, 1996) with the true cost told afterwards: a pick charges what the
 * tenant's records have cost on average, and {@link #settle} corrects it by what this one did cost. Counting records instead of time would give
 * a tenant whose records take a hundred times as long a hundred times the share. A tenant that was away comes back at the account of whoever is
 * served now, so nobody saves up time.
 *
 * <pre>
 *   account   A ──────●                 served least: next
 *             B ───────────●            its record, if more urgent, still goes first
 *             C            ●            new: begins where the service is
 * </pre>
 *
 * The cost of a pick is in proportion to the tenants that wait, not to their records. Not thread-safe.
 *
 * @param <T> a record
 */
public final class FairQueue<T> {
    private static final double FIRST_GUESS_SECONDS = 1;
    /** A record that takes no time still takes a turn. */
    private static final double LEAST_SECONDS = 0.001;

    private static final double LEARNING = 0.2;
    /** Accounts of tenants that are away are forgotten beyond this number; most of them say nothing any more by then. */
    private static final int MOST_IDLE_ACCOUNTS = 10_000;

    private final FairShares shares;
    private final Map<String, Account> accounts = new HashMap<>();
    private final Set<Account> withRecords = new LinkedHashSet<>();
    private int waiting;
    private double served;
    private long sequence;

    public FairQueue(FairShares shares) {
        this.shares = shares;
    }

    /**
     * What a record is entitled to.
     *
     * @param tenant owner; "" if nobody knows
     * @param urgency its class
     * @param since when it began to wait
     */
    public record Entitlement(String tenant, Urgency urgency, Instant since) {}

    /**
     * A record that was picked.
     *
     * @param number its place in the order of their coming
     * @param charge seconds that its tenant was charged in advance
     */
    public record Grant<T>(T item, long number, Entitlement entitlement, double charge) {}

    /** A record that waits, and since when. */
    public record Waiting<T>(T item, Instant since) {}

    /** A record that waits, with what it is entitled to and its number in the order of their coming. */
    private record Claim<T>(T item, long number, Entitlement entitlement) {
        /** Oldest first; those that came at the same moment in the order of their coming. */
        static int byAge(Claim<?> one, Claim<?> other) {
            int age = one.entitlement.since().compareTo(other.entitlement.since());
            return age != 0 ? age : Long.compare(one.number, other.number);
        }
    }

    /** Adds a record. One that is put back keeps the time since when it waits, and so its place. */
    public void add(T item, Entitlement entitlement) {
        Account account = accounts.computeIfAbsent(entitlement.tenant(), Account::new);
        if (account.isIdle()) {
            account.time = Math.max(account.time, served);
        }
        queue(account, new Claim<>(item, sequence++, entitlement));
        forgetTheIdle();
    }

    private void queue(Account account, Claim<T> claim) {
        account.line(claim.entitlement().urgency()).claims.add(claim);
        waiting++;
        if (account.waiting++ == 0) {
            withRecords.add(account);
        }
    }

    /** Takes out the next record that is eligible. */
    public Optional<Grant<T>> poll(Instant now, Predicate<T> eligible) {
        // To ask whether a record may be taken costs more than to find whose turn it is: mostly a single one is asked.
        Candidate<T> first = best(now, Line::oldest);
        Candidate<T> best =
                first == null || eligible.test(first.claim().item()) ? first : best(now, line -> line.first(eligible));
        return Optional.ofNullable(best).map(candidate -> grant(candidate, now));
    }

    private @Nullable Candidate<T> best(Instant now, Function<Line, @Nullable Claim<T>> ofLine) {
        Candidate<T> best = null;
        for (Account account : withRecords) {
            for (Line line : account.lines.values()) {
                Claim<T> claim = ofLine.apply(line);
                if (claim != null) {
                    Candidate<T> candidate =
                            new Candidate<>(account, line, level(claim.entitlement(), line, now), claim);
                    best = best == null || candidate.isBefore(best) ? candidate : best;
                }
            }
        }
        return best;
    }

    private int level(Entitlement entitlement, Line line, Instant now) {
        Instant since = entitlement.since().isAfter(line.served) ? entitlement.since() : line.served;
        return (int) Math.max(0, entitlement.urgency().ordinal() - steps(since, now));
    }

    /** How often the ageing has passed. Durations, and above all their division, take longer than all the rest of a pick, so that most have to do without. */
    private long steps(Instant since, Instant now) {
        return now.getEpochSecond() - since.getEpochSecond() < shares.ageing().toSeconds()
                ? 0
                : Math.max(0, Duration.between(since, now).dividedBy(shares.ageing()));
    }

    private Grant<T> grant(Candidate<T> best, Instant now) {
        Account account = best.account();
        Entitlement entitlement = best.claim().entitlement();
        remove(account, best.line(), best.claim());
        served = Math.max(served, account.time);
        double charge = account.typical;
        account.time += charge / account.weight;
        account.running++;
        best.line().served = now;
        return new Grant<>(best.claim().item(), best.claim().number(), entitlement, charge);
    }

    /**
     * A picked record has left its worker.
     *
     * @param took how long it kept the worker
     */
    public void settle(Grant<T> grant, Duration took) {
        Account account = accounts.get(grant.entitlement().tenant());
        if (account == null) {
            return;
        }
        double seconds = Math.max(LEAST_SECONDS, took.toNanos() / 1e9);
        account.running--;
        account.time += (seconds - grant.charge()) / account.weight;
        account.typical += LEARNING * (seconds - account.typical);
    }

    /** A picked record could not be taken up after all: it has its place again, as if it had not been picked. */
    public void giveBack(Grant<T> grant) {
        Account account = accounts.computeIfAbsent(grant.entitlement().tenant(), Account::new);
        account.running--;
        account.time -= grant.charge() / account.weight;
        queue(account, new Claim<>(grant.item(), grant.number(), grant.entitlement()));
    }

    /** Takes out all records that match, the oldest first. */
    public List<T> removeIf(Predicate<T> matching) {
        List<Candidate<T>> matched = new ArrayList<>();
        for (Account account : withRecords) {
            for (Line line : account.lines.values()) {
                for (Claim<T> claim : line.claims) {
                    if (matching.test(claim.item())) {
                        matched.add(new Candidate<>(account, line, 0, claim));
                    }
                }
            }
        }
        matched.sort((one, other) -> Claim.byAge(one.claim(), other.claim()));
        matched.forEach(its -> remove(its.account(), its.line(), its.claim()));
        return matched.stream().map(its -> its.claim().item()).toList();
    }

    public int size() {
        return waiting;
    }

    /** How many records wait of each class. The cost is in proportion to the tenants that wait. */
    public Map<Urgency, Integer> sizes() {
        Map<Urgency, Integer> sizes = new EnumMap<>(Urgency.class);
        withRecords.forEach(account ->
                account.lines.forEach((urgency, line) -> sizes.merge(urgency, line.claims.size(), Integer::sum)));
        return sizes;
    }

    /** The record that has waited for longest, whoever is next. The cost is in proportion to the tenants that wait. */
    public Optional<Waiting<T>> oldest() {
        return withRecords.stream()
                .flatMap(account -> account.lines.values().stream())
                .filter(line -> !line.claims.isEmpty())
                .map(line -> line.claims.first())
                .map(claim -> new Waiting<>(claim.item(), claim.entitlement().since()))
                .min(Comparator.comparing(Waiting::since));
    }

    /** How many records of a tenant wait. */
    public int size(String tenant) {
        Account account = accounts.get(tenant);
        return account == null ? 0 : account.waiting;
    }

    /** Tenants of whom something waits. */
    public List<String> tenants() {
        return withRecords.stream().map(account -> account.tenant).toList();
    }

    /** What waits of a tenant; the least urgent first, and of those the newest. */
    public List<T> newestFirst(String tenant) {
        Account account = accounts.get(tenant);
        if (account == null) {
            return List.of();
        }
        List<T> items = new ArrayList<>();
        account.lines.values().forEach(line -> line.claims.forEach(claim -> items.add(claim.item())));
        return items.reversed();
    }

    /** What a record of the tenant has cost a worker lately; a guess for a tenant that is unknown. */
    public Duration typical(String tenant) {
        Account account = accounts.get(tenant);
        return Duration.ofNanos((long) ((account == null ? FIRST_GUESS_SECONDS : account.typical) * 1e9));
    }

    private void remove(Account account, Line line, Claim<T> claim) {
        if (!line.claims.remove(claim)) {
            throw new IllegalStateException("Expected a record that waits, but " + claim.item() + " does not");
        }
        waiting--;
        if (--account.waiting == 0) {
            withRecords.remove(account);
        }
    }

    private void forgetTheIdle() {
        if (accounts.size() <= MOST_IDLE_ACCOUNTS + waiting) {
            return;
        }
        for (Iterator<Account> each = accounts.values().iterator(); each.hasNext(); ) {
            if (each.next().isIdle()) {
                each.remove();
            }
        }
    }

    private record Candidate<T>(FairQueue<T>.Account account, FairQueue<T>.Line line, int level, Claim<T> claim) {
        boolean isBefore(Candidate<T> other) {
            if (level != other.level) {
                return level < other.level;
            }
            if (account != other.account && account.time != other.account.time) {
                return account.time < other.account.time;
            }
            return Claim.byAge(claim, other.claim) < 0;
        }
    }

    /** What waits of one tenant in one class. */
    private final class Line {
        private final TreeSet<Claim<T>> claims = new TreeSet<>(Claim::byAge);
        private Instant served = Instant.MIN;

        @Nullable
        Claim<T> oldest() {
            return claims.isEmpty() ? null : claims.first();
        }

        /** The oldest that is eligible. */
        @Nullable
        Claim<T> first(Predicate<T> eligible) {
            for (Claim<T> claim : claims) {
                if (eligible.test(claim.item())) {
                    return claim;
                }
            }
            return null;
        }
    }

    /** One tenant: what it had, and what waits. */
    private final class Account {
        private final String tenant;
        private final double weight;
        private final Map<Urgency, Line> lines = new EnumMap<>(Urgency.class);
        private double time;
        private double typical = FIRST_GUESS_SECONDS;
        private int running;
        private int waiting;

        Account(String tenant) {
            this.tenant = tenant;
            this.weight = shares.weight(tenant);
        }

        Line line(Urgency urgency) {
            return lines.computeIfAbsent(urgency, none -> new Line());
        }

        boolean isIdle() {
            return running == 0 && waiting == 0;
        }
    }
}
