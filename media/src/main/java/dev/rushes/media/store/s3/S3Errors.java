package dev.rushes.media.store.s3;

import dev.rushes.media.store.StoreErrors;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.StageFailure;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Says in the program's own terms why the store refused. A store that is away, busy, misconfigured or closed to us is an outage: the work waits
 * and is not to blame. Messages name keys and codes, never addresses or credentials.
 */
final class S3Errors {
    private static final Set<String> FULL =
            Set.of("XMinioStorageFull", "QuotaExceeded", "InsufficientStorage", "XMinioAdminBucketQuotaExceeded");

    private S3Errors() {}

    static Throwable translate(String key, Throwable error) {
        return switch (error) {
            case CompletionException wrapped when wrapped.getCause() != null -> translate(key, wrapped.getCause());
            case AwsServiceException refused -> refused(key, refused);
            case SdkClientException unreachable ->
                StoreErrors.unavailable(key, "no answer came: " + reason(unreachable), unreachable);
            case IOException broken -> StoreErrors.unavailable(key, "the connection broke", broken);
            default -> error;
        };
    }

    /** Whether an error says that there is no such object or upload. */
    static boolean isMissing(Throwable error) {
        return error instanceof StageFailure failure && failure.failure().code() == CommonFailure.STORED_OBJECT_MISSING;
    }

    /** Whether another try may go better. */
    static boolean isOutage(Throwable error) {
        return error instanceof StageFailure failure && failure.failure().code() == CommonFailure.STORE_UNAVAILABLE;
    }

    private static StageFailure refused(String key, AwsServiceException error) {
        String code = code(error);
        String answer = "it answered " + error.statusCode() + (code.isEmpty() ? "" : " " + code);
        if (code.equals("NoSuchBucket")) {
            return StoreErrors.unavailable(key, "the bucket does not exist", error);
        }
        if (code.equals("InvalidPart") || code.equals("InvalidPartOrder")) {
            return StoreErrors.differs(key, "the parts that were recorded", "others");
        }
        if (FULL.contains(code) || error.statusCode() == 507) {
            return StoreErrors.full(key, error);
        }
        return switch (error.statusCode()) {
            case 404 -> StoreErrors.missing(key, error);
            case 412, 416 -> StoreErrors.differs(key, "the bytes that were announced", "others");
            case 401, 403 -> StoreErrors.unavailable(key, answer + "; look at the credentials and the policy", error);
            case 408, 409, 425, 429 -> StoreErrors.unavailable(key, answer, error);
            default ->
                error.statusCode() >= 500 || code.equals("RequestTimeout") || code.equals("BadDigest")
                        ? StoreErrors.unavailable(key, answer, error)
                        : new StageFailure(
                                CommonFailure.UNEXPECTED,
                                "Expected the object store to serve " + key + ", but " + answer + ".",
                                error);
        };
    }

    private static String code(AwsServiceException error) {
        String code =
                error.awsErrorDetails() == null ? null : error.awsErrorDetails().errorCode();
        return code == null ? "" : code;
    }

    /** The class of the deepest cause: its message may name addresses. */
    private static String reason(Throwable error) {
        Throwable deepest = error;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getClass().getSimpleName();
    }
}
