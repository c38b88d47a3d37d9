package dev.rushes.runtime.kafka;

import java.util.List;

/**
 * A change of the program that must not go unnoticed.
 *
 * @param what what is wrong then
 * @param file source file, below {@code dev/rushes/runtime}
 * @param from text that stands there exactly once
 * @param to text in its place
 */
record PlantedBug(String what, String file, String from, String to) {
    static final List<PlantedBug> ALL = List.of(
            new PlantedBug(
                    "the commit passes an open record",
                    "rules/CommitFrontier.java",
                    "long notFinished = open();",
                    "long notFinished = 0;"),
            new PlantedBug(
                    "the next offset is computed",
                    "rules/CommitFrontier.java",
                    "position = first.last(done) + 1;",
                    "position = first.last(done) + 2;"),
            new PlantedBug(
                    "the note of what is finished ahead says one too many",
                    "rules/FinishedAhead.java",
                    "offset < first + length; offset++",
                    "offset <= first + length; offset++"),
            new PlantedBug(
                    "a record is acknowledged before what follows from it is stored",
                    "engine/Aftermath.java",
                    "        if (plan.ending().success()) {",
                    "        delivery.finish();\n        if (plan.ending().success()) {"),
            new PlantedBug(
                    "a retry is announced and not sent",
                    "engine/Planner.java",
                    "List.of(again(taken, next, due, Optional.of(why)), told)",
                    "List.of(told)"),
            new PlantedBug(
                    "a shutdown forgets what it interrupts",
                    "engine/Planner.java",
                    "new Plan(Ending.INTERRUPTED, List.of(again), Optional.empty())",
                    "new Plan(Ending.INTERRUPTED, List.of(), Optional.empty())"),
            new PlantedBug(
                    "a send that nobody answered counts as stored",
                    "engine/Mail.java",
                    "                sendAgain(letter, error);",
                    "                stored();"),
            new PlantedBug(
                    "tries have no end", "rules/FailureDecision.java", "failed.attempt() < limits.attempts() && ", ""),
            new PlantedBug(
                    "a retry does not count its tries",
                    "kafka/ReturnHeaders.java",
                    "FactHeaders.put(headers, ATTEMPT, Integer.toString(next.attempt()));",
                    "FactHeaders.put(headers, ATTEMPT, \"1\");"),
            new PlantedBug(
                    "a retry does not wait for its time",
                    "engine/Window.java",
                    "        if (due.isAfter(now)) {",
                    "        if (due.isAfter(Instant.MAX)) {"),
            new PlantedBug(
                    "a dead letter loses its bytes",
                    "kafka/KafkaOutbox.java",
                    "new ProducerRecord<>(topic, same, original(delivery).key(), value, headers)",
                    "new ProducerRecord<>(topic, same, original(delivery).key(), new byte[0], headers)"),
            new PlantedBug(
                    "a dead letter is told and not kept",
                    "engine/Planner.java",
                    "        letters.add(new Letter.Dead(taken.delivery(), stage(), why, cause, Optional.of(taken.ticket())));\n",
                    ""),
            new PlantedBug(
                    "work that was left to others counts as ended",
                    "engine/Aftermath.java",
                    "custody.end(plan.isLeft())",
                    "custody.end(false)"),
            new PlantedBug(
                    "what is left while it is still ours waits nowhere",
                    "engine/StageEngine.java",
                    "case Plan.Then.Leave _ -> waitHere(work, work.delivery());",
                    "case Plan.Then.Leave _ -> {}"),
            new PlantedBug(
                    "work is begun although somebody else holds it",
                    "engine/RunningRecords.java",
                    "case Standing.Elsewhere(Instant _) -> false;",
                    "case Standing.Elsewhere(Instant _) -> true;"),
            new PlantedBug(
                    "a record is acknowledged before its continuation is stored",
                    "engine/TailMover.java",
                    "                .delayUntil(may -> mail.persist(stand))\n",
                    ""),
            new PlantedBug(
                    "a record that makes room is not stored elsewhere",
                    "engine/TailMover.java",
                    "mail.persist(again(delivery, surplus.due()))",
                    "Mono.<Void>empty()"),
            new PlantedBug(
                    "nobody is ever blamed for the death of a process",
                    "engine/Custody.java",
                    "return crashes >= times.crashes();",
                    "return false;"),
            new PlantedBug(
                    "whoever hears nothing takes over what others work on",
                    "engine/Leases.java",
                    "earlier(timer.steady(), heardUpTo.get())",
                    "timer.steady()"),
            new PlantedBug(
                    "whoever was present at two deaths runs beside others",
                    "rules/Suspects.java",
                    "Math.min(MOST_IN_COMPANY + 1, limit - 1)",
                    "limit"),
            new PlantedBug(
                    "the new owner of a partition is careless",
                    "kafka/PartitionBook.java",
                    "page.careful = before != null && !FinishedAhead.leftInOrder(before.metadata());",
                    "page.careful = false;"),
            new PlantedBug(
                    "starts without an end are forgotten",
                    "rules/LeaseBook.java",
                    "return new Lease(key, sequence, me, epoch, crashes + 1);",
                    "return new Lease(key, sequence, me, epoch, 1);"),
            new PlantedBug(
                    "what a cancelled job has waiting is never acknowledged",
                    "engine/StageEngine.java",
                    "        dropped.forEach(Delivery::finish);\n",
                    ""),
            new PlantedBug(
                    "the failure of a job is not told",
                    "engine/Planner.java",
                    "                event(moment, about, events.failed(moment, why), trace),\n",
                    ""),
            new PlantedBug(
                    "a record that waits for its lane is no longer known by its deaths",
                    "engine/Planner.java",
                    "comeBack(Ending.POSTPONED, taken, taken.tries(), busy.until(), why, news)",
                    "comeBack(Ending.POSTPONED, taken, taken.tries().postponed(), busy.until(), why, news)"),
            new PlantedBug(
                    "places in flight that come from another instance are open at once",
                    "rules/LanePlaces.java",
                    "opening.putIfAbsent(piece, now + handover)",
                    "opening.putIfAbsent(piece, now)"),
            new PlantedBug(
                    "a reservation is not settled at the end of its try",
                    "engine/Attempt.java",
                    "        lanes.close();\n",
                    ""),
            new PlantedBug(
                    "a registry that is away costs a try",
                    "engine/RecordReader.java",
                    "Failure.of(CommonFailure.REGISTRY_UNAVAILABLE, ",
                    "Failure.of(CommonFailure.UNEXPECTED, "),
            new PlantedBug(
                    "what waits for the registry is forgotten",
                    "engine/FailedReads.java",
                    "List.of(), Optional.of(why), new Plan.Then.WaitHere(next, due)",
                    "List.of(), Optional.of(why), new Plan.Then.Finish()"),
            new PlantedBug(
                    "a record that can't be read is tried without an end",
                    "engine/FailedReads.java",
                    "retry(record, tries.nextAttempt(now), later.due(), now)",
                    "retry(record, tries.postponed(), later.due(), now)"),
            new PlantedBug(
                    "a repeat has another identifier",
                    "wire/EventIds.java",
                    "UuidCreator.getNameBasedSha1(jobId, run + \"/\" + stage.label() + \"/\" + name)",
                    "UUID.randomUUID()"));
}
