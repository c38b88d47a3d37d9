package dev.rushes.ingest.api;

import dev.rushes.ingest.trace.RequestTraces;
import dev.rushes.ingest.tus.UploadsConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Wires what all of the HTTP API has in common: how requests are read, who asks, and what an answer looks like when something is wrong. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
    /** As much as is read from a socket at once, if there is so much, and handed on in one piece: in smaller ones, uploads cost a quarter more. */
    private static final int PIECE_OF_BODY = 256 * 1024;

    /** Reads of a socket in one go, as is usual with pieces of a quarter of the size for four times as many. */
    private static final int PIECES_AT_ONCE = 4;

    private static final int SMALL_PIECE = 2 * 1024;
    private static final int SMALLEST_PIECE = 64;

    @Bean
    ProblemAnswers apiProblemAnswers(JsonMapper json) {
        return new ProblemAnswers(json);
    }

    @Bean
    CallerArgument apiCallerArgument() {
        return new CallerArgument();
    }

    @Bean
    UnreadBodies apiUnreadBodies() {
        return new UnreadBodies();
    }

    @Bean
    RequestTraces apiRequestTraces() {
        return new RequestTraces();
    }

    @Bean
    HurriedRequests apiHurriedRequests() {
        return new HurriedRequests();
    }

    @Bean
    NettyServerCustomizer apiConnections(JsonMapper json, MeterRegistry registry) {
        return server -> UnreadableRequests.on(server, json, registry)
                // The other allocator gives buffers of this size back to the system one by one, and Java then stops
                // every thread for a moment.
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(SMALLEST_PIECE, SMALL_PIECE, PIECE_OF_BODY)
                                .maxMessagesPerRead(PIECES_AT_ONCE))
                .httpRequestDecoder(decoder -> decoder.maxChunkSize(PIECE_OF_BODY));
    }

    @Bean
    PlainAddresses apiPlainAddresses() {
        return new PlainAddresses();
    }

    @Bean
    SafeHeaders apiSafeHeaders(UploadsConfiguration.Invitation invitation) {
        return new SafeHeaders(invitation);
    }

    @Bean
    ProblemsController apiProblems() {
        return new ProblemsController();
    }
}
