package dev.rushes.media.store.s3;

import dev.rushes.media.store.DirectLinks;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.store.PartStore;
import dev.rushes.media.store.StoreSettings;
import dev.rushes.media.store.UnfinishedUploads;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The connection to a bucket: what it needs of threads and sockets, and the stores that use it. Closing it breaks off what runs.
 *
 * <p>Checksums beyond the MD5 of each body, and signatures chunk by chunk, are left out: stores other than Amazon's often refuse them.
 */
public final class S3Connection implements AutoCloseable {
    /** Requests that may wait for a connection. */
    private static final int WAITING = 10_000;

    private static final long CLOSED_WITHIN_SECONDS = 2;

    private final EventLoopGroup loops;
    private final S3AsyncClient client;
    private final S3Presigner presigner;
    private final Bucket bucket;
    private final S3Limits limits;
    private final StoreSettings.S3 settings;

    private S3Connection(EventLoopGroup loops, S3AsyncClient client, S3Presigner presigner, StoreSettings.S3 settings) {
        this.loops = loops;
        this.client = client;
        this.presigner = presigner;
        this.settings = settings;
        this.bucket = new Bucket(client, settings.bucket(), settings.prefix());
        this.limits = new S3Limits((int) settings.partSize().toBytes(), settings.partsInFlight());
    }

    /** Connects with the credentials that the settings or the environment name. Sends nothing yet. */
    public static S3Connection open(StoreSettings.S3 settings) {
        return open(settings, credentials(settings));
    }

    static S3Connection open(StoreSettings.S3 settings, AwsCredentialsProvider credentials) {
        EventLoopGroup loops = loops();
        S3AsyncClientBuilder builder = S3AsyncClient.builder()
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                .credentialsProvider(credentials)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .eventLoopGroup(SdkEventLoopGroup.create(loops))
                        // The other allocator gives large buffers back to the system one by one, and Java then stops
                        // every thread for a moment.
                        .putChannelOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .maxConcurrency(settings.connections())
                        .maxPendingConnectionAcquires(WAITING)
                        .connectionTimeout(settings.connectTimeout())
                        .connectionAcquisitionTimeout(settings.answerTimeout())
                        .readTimeout(settings.answerTimeout())
                        .writeTimeout(settings.answerTimeout()))
                .overrideConfiguration(all -> all.apiCallAttemptTimeout(settings.answerTimeout())
                        .retryStrategy(StandardRetryStrategy.builder()
                                .maxAttempts(settings.attempts())
                                .build()));
        if (settings.endpoint() != null) {
            var unused = builder.endpointOverride(settings.endpoint());
        }
        return new S3Connection(loops, builder.build(), presigner(settings, credentials), settings);
    }

    /**
     * Asks for the bucket, and waits for the answer: a wrong setting is found at the start.
     *
     * <p>Each try lasts no longer than twice the patience for a connection, since the client now and then forgets a request for which it would
     * have to open its first connection and is refused at once: its pool then waits for a promise that it has just replaced.
     *
     * @return this
     * @throws IllegalStateException which setting to look at
     */
    public S3Connection check() {
        try {
            var unused = client.headBucket(head -> head.bucket(settings.bucket())
                            .overrideConfiguration(once -> once.apiCallAttemptTimeout(patience())))
                    .join();
            return this;
        } catch (CompletionException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw new IllegalStateException(
                    "Expected to use the bucket \"" + settings.bucket() + "\" at "
                            + (settings.endpoint() == null ? "Amazon S3 in " + settings.region() : settings.endpoint())
                            + ", but " + advice(cause),
                    cause);
        }
    }

    private Duration patience() {
        Duration connected = settings.connectTimeout().multipliedBy(2);
        return connected.compareTo(settings.answerTimeout()) < 0 ? connected : settings.answerTimeout();
    }

    Bucket bucket() {
        return bucket;
    }

    /** The objects of the bucket. */
    public ObjectStore objects() {
        return new S3ObjectStore(bucket, limits);
    }

    /** The objects of the bucket that come in piece by piece. */
    public PartStore parts() {
        return new S3PartStore(bucket, new S3ObjectStore(bucket, limits), limits);
    }

    /** What was begun in the bucket and not finished. */
    public UnfinishedUploads unfinishedUploads() {
        return new MultipartUploads(bucket);
    }

    /** Links that the store checks itself. */
    public DirectLinks links() {
        return new PresignedLinks(presigner, settings.bucket(), settings.prefix(), Clock.systemUTC());
    }

    @Override
    public void close() {
        presigner.close();
        client.close();
        var unused = loops.shutdownGracefully(0, CLOSED_WITHIN_SECONDS, TimeUnit.SECONDS);
    }

    /** Loops of its own, because those that the client brings take two seconds to end. It knows no group that is newer than this one. */
    @SuppressWarnings("deprecation")
    private static EventLoopGroup loops() {
        return new NioEventLoopGroup(Thread.ofPlatform().daemon().name("s3-", 0).factory());
    }

    private static S3Presigner presigner(StoreSettings.S3 settings, AwsCredentialsProvider credentials) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials)
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(settings.pathStyle())
                        .build());
        if (settings.endpoint() != null) {
            var unused = builder.endpointOverride(settings.endpoint());
        }
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(StoreSettings.S3 settings) {
        return settings.credentialsFile() == null
                ? DefaultCredentialsProvider.builder().build()
                : ProfileCredentialsProvider.builder()
                        .profileFile(ProfileFile.builder()
                                .content(settings.credentialsFile())
                                .type(ProfileFile.Type.CREDENTIALS)
                                .build())
                        .profileName(settings.profile())
                        .build();
    }

    private static String advice(Throwable failure) {
        if (failure instanceof AwsServiceException refused) {
            return switch (refused.statusCode()) {
                case 301, 400 ->
                    "it answered " + refused.statusCode()
                            + ". Look at rushes.store.s3.region, rushes.store.s3.endpoint and"
                            + " rushes.store.s3.path-style.";
                case 401, 403 ->
                    "it refused the credentials. Look at AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or at"
                            + " rushes.store.s3.credentials-file, and at what their policy allows.";
                case 404 -> "there is none. Create it, or look at rushes.store.s3.bucket.";
                default -> "it answered " + refused.statusCode() + ". Start again once it serves.";
            };
        }
        String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("credentials")
                ? "there are no credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"
                        + " rushes.store.s3.credentials-file."
                : "no answer came. Look at rushes.store.s3.endpoint and whether the store is running.";
    }
}
