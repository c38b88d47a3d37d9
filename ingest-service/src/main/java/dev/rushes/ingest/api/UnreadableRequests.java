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
import io.netty.handler.codec.http.HttpContent;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers what is no request, or has a first line or headers that are too long: a problem, after all answers that are owed before it, and the end of the
 * connection. Without this, Reactor Netty gives no answer if such a request comes while the one before it on the same connection is being wound up.
 *
 * <p>A body whose chunks can't be read is told to whoever reads it, as a problem, once it is its request's turn. Without this, Reactor Netty writes an
 * answer of its own beside the one that is on its way, which then fails as if the fault were ours.
 *
 * <p>The connection is closed only when the client has read on for a while: who closes with bytes unread makes the client's system throw the answer away.
 * One for each connection; used by its event loop alone.
 */
final class UnreadableRequests extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableRequests.class);
    private static final String NAME = "rushes.unreadable";
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final JsonMapper json;
    private final MeterRegistry meters;
    private int owed;
    private boolean answering;
    private @Nullable ApiProblem refusal;
    private @Nullable ApiProblem brokenBody;

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
        if (isLost()) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            if (request.decoderResult().isFailure()) {
                refusal = problem(request.decoderResult().cause());
                note(refusal, request.decoderResult().cause());
                ReferenceCountUtil.release(message);
                refuseIfNothingIsOwed(context);
                return;
            }
            owed++;
        } else if (message instanceof HttpContent content
                && content.decoderResult().isFailure()) {
            brokenBody = malformed("Expected a body in chunks of HTTP/1.1, but what came can't be read as such.");
            note(brokenBody, content.decoderResult().cause());
            ReferenceCountUtil.release(message);
            tellOfTheBody(context);
            return;
        }
        context.fireChannelRead(message);
    }

    /** Nothing that still comes on this connection can be understood. */
    private boolean isLost() {
        return refusal != null || brokenBody != null;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (refusal == null) {
            context.fireChannelReadComplete();
        }
        if (isLost()) {
            // Nobody behind this one asks for what is only thrown away.
            context.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ChannelPromise written = promise.unvoid();
        boolean ends = message instanceof LastHttpContent && !isInterim(message);
        if (message instanceof HttpResponse && !isInterim(message)) {
            answering = true;
        }
        ChannelFuture unused = context.write(message, written);
        if (ends) {
            unused = written.addListener(_ -> {
                owed--;
                answering = false;
                refuseIfNothingIsOwed(context);
                if (brokenBody != null) {
                    // Its request may begin only now: those before it on the connection are answered first.
                    context.executor().execute(() -> tellOfTheBody(context));
                }
            });
        }
    }

    /** Where nobody reads the body, the server closes the connection: not without an answer. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (brokenBody == null || owed != 1 || answering || !context.channel().isActive()) {
            ChannelFuture unused = context.close(promise);
            return;
        }
        owed = 0;
        hangUp(context, context.writeAndFlush(answer(brokenBody)));
        ChannelFuture unused = context.channel().closeFuture().addListener(_ -> promise.trySuccess());
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
        hangUp(context, context.writeAndFlush(answer(refusal)));
    }

    private void tellOfTheBody(ChannelHandlerContext context) {
        if (owed == 0) {
            hangUp(context, context.newSucceededFuture());
        } else if (owed == 1) {
            context.fireExceptionCaught(brokenBody);
        }
    }

    private static void hangUp(ChannelHandlerContext context, ChannelFuture lastWord) {
        ChannelFuture unused = lastWord.addListener(_ -> {
            if (context.channel() instanceof DuplexChannel channel) {
                ChannelFuture alsoUnused = channel.shutdownOutput();
            }
            context.read();
        });
        var end = context.executor().schedule(() -> context.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
        ChannelFuture onceClosed = context.channel().closeFuture().addListener(_ -> end.cancel(false));
    }

    /** Whoever sends such things can send many: no more than a line, and that only for who wants it. */
    private void note(ApiProblem problem, Throwable cause) {
        meters.counter(ApiMeter.UNREADABLE.meterName(), "code", problem.code()).increment();
        LOG.debug("What can't be read is refused: code={}, cause={}", problem.code(), cause.toString());
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
            default -> malformed("Expected a request in HTTP/1.1, but what came can't be read as one.");
        };
    }

    private static ApiProblem malformed(String detail) {
        return ApiProblem.of(HttpStatus.BAD_REQUEST, "REQUEST_MALFORMED", detail);
    }
}
