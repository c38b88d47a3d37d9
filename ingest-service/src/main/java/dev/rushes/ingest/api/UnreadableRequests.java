package dev.rushes.ingest.api;

import dev.rushes.ingest.domain.CleanText;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
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
 * <p>A request whose body's chunks can't be read is answered in the same way in its turn, unless its answer has begun; whoever serves it finds that the client
 * has left. Without this, Reactor Netty writes an answer of its own beside the one that is on its way, which then fails as if the fault were ours.
 *
 * <p>The connection is closed only when the client has read on for a while: who closes with bytes unread makes the client's system throw the answer away.
 * One for each connection; used by its event loop alone.
 */
final class UnreadableRequests extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableRequests.class);
    private static final String NAME = "rushes.unreadable";
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final int LONGEST_REASON = 200;

    private final JsonMapper json;
    private final MeterRegistry meters;
    private int owed;

    /** The head of the answer that is owed first has been written, its end has not. */
    private boolean answering;

    /** To be told when nothing is owed before it; nothing that still comes on this connection can be understood. */
    private @Nullable ApiProblem refusal;

    /** The refusal is the answer to the last request that is owed one. */
    private boolean insteadOfAnswer;

    private boolean hangingUp;

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
                ReferenceCountUtil.release(message);
                refuse(context, problem(request.decoderResult().cause()), request.decoderResult());
                return;
            }
            owed++;
        } else if (message instanceof HttpContent content
                && content.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            insteadOfAnswer = owed > 0;
            refuse(context, brokenBody(), content.decoderResult());
            return;
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

    private void refuse(ChannelHandlerContext context, ApiProblem problem, DecoderResult why) {
        refusal = problem;
        meters.counter(ApiMeter.UNREADABLE.meterName(), "code", problem.code()).increment();
        LOG.info(
                "What came from {} can't be read and is refused with {}: {}",
                context.channel().remoteAddress(),
                problem.code(),
                CleanText.line(String.valueOf(why.cause().getMessage()), LONGEST_REASON));
        refuseInTurn(context);
    }

    /** After the last word, whoever still serves a request writes to nobody. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (hangingUp) {
            ReferenceCountUtil.release(message);
            boolean unused = promise.trySuccess();
            return;
        }
        if (message instanceof HttpResponse && !isInterim(message)) {
            answering = true;
        }
        boolean ends = message instanceof LastHttpContent && !isInterim(message);
        ChannelFuture unused = context.write(message, promise);
        if (ends) {
            answering = false;
            owed--;
            refuseInTurn(context);
        }
    }

    /** The connection ends when the client has read the last word, not when the one who would have answered is done. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (hangingUp) {
            ChannelFuture unused = context.channel().closeFuture().addListener(_ -> promise.trySuccess());
        } else {
            ChannelFuture unused = context.close(promise);
        }
    }

    /** Such as "100 Continue": the answer is still to come. */
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private void refuseInTurn(ChannelHandlerContext context) {
        if (refusal == null || hangingUp || answering || !context.channel().isActive()) {
            return;
        }
        if (owed == 0 && insteadOfAnswer) {
            // Whoever served the request had answered it already.
            hangUp(context, context.writeAndFlush(Unpooled.EMPTY_BUFFER));
        } else if (owed == (insteadOfAnswer ? 1 : 0)) {
            hangUp(context, context.writeAndFlush(answer(refusal)));
        }
    }

    private void hangUp(ChannelHandlerContext context, ChannelFuture lastWord) {
        hangingUp = true;
        ChannelFuture unused = lastWord.addListener(_ -> {
            if (context.channel() instanceof DuplexChannel channel) {
                ChannelFuture alsoUnused = channel.shutdownOutput();
            }
            context.read();
        });
        var end = context.executor().schedule(() -> context.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
        ChannelFuture onceClosed = context.channel().closeFuture().addListener(_ -> end.cancel(false));
    }

    private FullHttpResponse answer(ApiProblem problem) {
        byte[] body = json.writeValueAsBytes(problem.problem(Problem.Place.UNKNOWN));
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

    private static ApiProblem brokenBody() {
        return ApiProblem.of(
                HttpStatus.BAD_REQUEST,
                "REQUEST_MALFORMED",
                "Expected a body in chunks of HTTP/1.1, but what came can't be read as such.");
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
