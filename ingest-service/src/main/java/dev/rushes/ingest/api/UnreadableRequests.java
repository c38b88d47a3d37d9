package dev.rushes.ingest.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers what is no request, or has a first line or headers that are too long: a problem, after all answers that are owed before it, and the end of the
 * connection. Without this, Reactor Netty gives no answer if such a request comes while the one before it on the same connection is being wound up.
 *
 * <p>The connection is closed only when the client has read on for a while: who closes with bytes unread makes the client's system throw the answer away.
 * One for each connection; used by its event loop alone.
 */
final class UnreadableRequests extends ChannelDuplexHandler {
    private static final String NAME = "rushes.unreadable";
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final JsonMapper json;
    private final MeterRegistry meters;
    private int owed;
    private @Nullable ApiProblem refusal;

    private UnreadableRequests(JsonMapper json, MeterRegistry meters) {
        this.json = json;
        this.meters = meters;
    }

    /** Puts one behind the decoder of each connection. */
    static HttpServer on(HttpServer server, JsonMapper json, MeterRegistry meters) {
        return server.doOnChannelInit((_, channel, _) -> {
            if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
                var unused = channel.pipeline()
                        .addAfter(NettyPipeline.HttpCodec, NAME, new UnreadableRequests(json, meters));
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refusal != null) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            if (request.decoderResult().isFailure()) {
                refusal = problem(request.decoderResult().cause());
                ReferenceCountUtil.release(message);
                refuseIfNothingIsOwed(context);
                return;
            }
            owed++;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (refusal == null) {
            context.fireChannelReadComplete();
        } else {
            // Nobody behind this one asks for what is only thrown away.
            context.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ChannelPromise written = promise.unvoid();
        boolean ends = message instanceof LastHttpContent && !isInterim(message);
        ChannelFuture unused = context.write(message, written);
        if (ends) {
            unused = written.addListener(_ -> {
                owed--;
                refuseIfNothingIsOwed(context);
            });
        }
    }

    /** Such as "100 Continue": the answer is still to come. */
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private void refuseIfNothingIsOwed(ChannelHandlerContext context) {
        if (refusal == null || owed > 0 || !context.channel().isActive()) {
            return;
        }
        meters.counter(ApiMeter.UNREADABLE.meterName(), "code", refusal.code()).increment();
        ChannelFuture unused = context.writeAndFlush(answer(refusal)).addListener(_ -> {
            if (context.channel() instanceof DuplexChannel channel) {
                ChannelFuture alsoUnused = channel.shutdownOutput();
            }
            context.read();
        });
        var end = context.executor().schedule(() -> context.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
        ChannelFuture onceClosed = context.channel().closeFuture().addListener(_ -> end.cancel(false));
    }

    private FullHttpResponse answer(ApiProblem problem) {
        byte[] body = json.writeValueAsBytes(problem.problem(Optional.empty()));
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(problem.status().value()),
                Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("X-Content-Type-Options", "nosniff")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }

    private static ApiProblem problem(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ ->
                ApiProblem.of(
                        HttpStatus.URI_TOO_LONG,
                        "ADDRESS_TOO_LONG",
                        "Expected a shorter address: the first line of the request is longer than this installation reads.");
            case TooLongHttpHeaderException _ ->
                ApiProblem.of(
                        HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                        "HEADERS_TOO_LARGE",
                        "Expected smaller headers: those of this request are more than this installation reads.");
            default ->
                ApiProblem.of(
                        HttpStatus.BAD_REQUEST,
                        "REQUEST_MALFORMED",
                        "Expected a request in HTTP/1.1, but what came can't be read as one.");
        };
    }
}
