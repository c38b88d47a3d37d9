package dev.rushes.runtime.engine;

import dev.rushes.flow.Flow;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.wire.JobWire;
import dev.rushes.runtime.wire.StageDefinition;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;

/** Turns the bytes of a record into what its stage takes. */
final class RecordReader<I, O> {
    private final StageDefinition<I, O> definition;
    private final UnaryOperator<JobTicket> amend;

    /** @param amend puts into a ticket what has changed since its record was written */
    RecordReader(StageDefinition<I, O> definition, UnaryOperator<JobTicket> amend) {
        this.definition = definition;
        this.amend = amend;
    }

    /** Blocks now and then. An error is one of the machine. */
    Taken<I> read(Delivery delivery) {
        SpecificRecord record;
        try {
            record = delivery.decode();
        } catch (UnreadableRecord | StackOverflowError error) {
            return unreadable(delivery, Optional.empty(), error);
        } catch (RegistryUnavailable away) {
            Failure why = Failure.of(CommonFailure.REGISTRY_UNAVAILABLE, String.valueOf(away.getMessage()));
            return new Taken.Unread<>(
                    delivery, Optional.empty(), why, away, delivery.envelope().trace());
        } catch (RuntimeException | LinkageError odd) {
            return unread(delivery, Optional.empty(), odd);
        }
        if (!Flow.of(definition.stage()).takes().contains(record.getClass())) {
            String message = "Expected a fact that the " + definition.stage().label() + " stage takes, but got a "
                    + record.getSchema().getName();
            return unreadable(delivery, Optional.empty(), new UnreadableRecord(message, null));
        }
        return read(delivery, record);
    }

    private Taken<I> read(Delivery delivery, SpecificRecord record) {
        Optional<JobTicket> known = Optional.empty();
        try {
            JobTicket ticket = amend.apply(definition.wire().ticket(record));
            known = Optional.of(ticket);
            JobWire.checkRoute(record);
            I input = definition.wire().read(record);
            Optional<String> unit = definition.wire().unit(input);
            return new Taken.Readable<>(
                    delivery, ticket, input, unit, delivery.envelope().trace());
        } catch (IllegalArgumentException
                | ArithmeticException
                | DateTimeException
                | UnreadableRecord
                | StackOverflowError refused) {
            return unreadable(delivery, known, refused);
        } catch (RuntimeException | LinkageError odd) {
            return unread(delivery, known, odd);
        }
    }

    /** Nobody has said that it can't mean anything, so it may be a fault of ours: a try like others that fail. */
    private Taken<I> unread(Delivery delivery, Optional<JobTicket> known, Throwable odd) {
        String message = odd instanceof SchemaUndecided
                ? String.valueOf(odd.getMessage())
                : "Expected to read a record of the " + definition.stage().label() + " stage, but that failed with "
                        + odd.getClass().getSimpleName();
        return new Taken.Unread<>(
                delivery,
                known,
                Failure.of(CommonFailure.UNEXPECTED, message),
                odd,
                delivery.envelope().trace());
    }

    private static <I> Taken<I> unreadable(Delivery delivery, Optional<JobTicket> known, Throwable error) {
        String message = error.getMessage() == null ? error.toString() : error.getMessage();
        return new Taken.Unreadable<>(
                delivery,
                known,
                Failure.of(CommonFailure.RECORD_UNREADABLE, message),
                Optional.of(error),
                delivery.envelope().trace());
    }

    /** A record that kills, without a look at its bytes: they may be what does it. */
    Taken.Unreadable<I> killer(Delivery delivery, int crashes) {
        String message = "Expected the " + definition.stage().label() + " stage to live through this record, but "
                + crashes + " times the process died or hung while it worked on it";
        return new Taken.Unreadable<>(
                delivery,
                Optional.empty(),
                Failure.of(CommonFailure.PROCESS_DIED, message),
                Optional.empty(),
                delivery.envelope().trace());
    }
}
