package dev.rushes.runtime.database;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where Postgres is.
 *
 * @param host host name or address
 * @param port TCP port
 * @param name database
 * @param user role that this service works as
 * @param password its password; empty if the server trusts the connection
 * @param migrationUser role that owns the schemas and brings them up to date; empty takes {@code user}
 * @param migrationPassword its password
 * @param connections most connections of one instance for requests of the HTTP API
 * @param workConnections most connections of one instance for all else: projections, stages, streams, bodies of uploads
 * @param requestWait longest wait of a request while all connections for requests are in use; then it is answered {@code OVERLOADED}
 * @param waitingRequests most requests that wait so; one more is answered {@code OVERLOADED} at once
 * @param acquireTimeout longest wait for a connection otherwise, then the work fails as an outage
 * @param answerTimeout longest wait for an answer that a person waits for
 * @param statementTimeout longest time that the server works on one statement
 */
@Validated
@ConfigurationProperties(prefix = "rushes.database", ignoreUnknownFields = false)
public record DatabaseSettings(
        @DefaultValue("127.0.0.1") @NotBlank String host,
        @DefaultValue("5432") @Min(1) @Max(65535) int port,
        @DefaultValue("rushes") @NotBlank String name,
        @DefaultValue("rushes") @NotBlank String user,
        @DefaultValue("") String password,
        @DefaultValue("") String migrationUser,
        @DefaultValue("") String migrationPassword,
        @DefaultValue("10") @Min(1) int connections,
        @DefaultValue("10") @Min(1) int workConnections,
        @DefaultValue("700ms") Duration requestWait,
        @DefaultValue("200") @Min(1) int waitingRequests,
        @DefaultValue("5s") Duration acquireTimeout,
        @DefaultValue("5s") Duration answerTimeout,
        @DefaultValue("30s") Duration statementTimeout) {

    String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name;
    }

    /** Who owns the schemas. */
    String owner() {
        return migrationUser.isBlank() ? user : migrationUser;
    }

    String ownerPassword() {
        return migrationUser.isBlank() ? password : migrationPassword;
    }

    /** Everything but the passwords. */
    @Override
    public String toString() {
        return user + "@" + host + ":" + port + "/" + name;
    }
}
