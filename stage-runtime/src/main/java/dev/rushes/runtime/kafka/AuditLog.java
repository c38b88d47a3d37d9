package dev.rushes.runtime.kafka;

import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Everything that operators did, {@code rushes.audit}, for who shows it. */
public interface AuditLog {

    /**
     * Starts to read as a member of a consumer group, from where the group stopped, or from the beginning; on the terms of
     * {@link EventLog#read}. What can't be read is logged and left out.
     */
    EventLog.Reading read(String group, Function<List<AuditEntry>, Mono<Void>> batch);
}
