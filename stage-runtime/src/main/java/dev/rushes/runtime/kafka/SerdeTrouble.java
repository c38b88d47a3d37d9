package dev.rushes.runtime.kafka;

import com.microsoft.kiota.ApiException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.concurrent.TimeoutException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.SchemaParseException;

/** Whose fault an error of a serializer or deserializer is: what matters is whether it passes. */
enum SerdeTrouble {
    /** The bytes or the value are wrong, whoever looks at them. */
    RECORD,
    /** The registry answered, and does not know the schema; or what answers is no registry. */
    REFUSED,
    /** The registry did not answer, or answered that it can't. */
    AWAY,
    /** Nobody knows. */
    ODD;

    private static final String AVRO = "org.apache.avro.";

    static SerdeTrouble of(Throwable error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            SerdeTrouble its =
                    each.getClass().getName().endsWith(".RestClientException") ? ofConfluent(each) : ofOne(each);
            if (its != ODD) {
                return its;
            }
        }
        return ODD;
    }

    static Throwable root(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static SerdeTrouble ofOne(Throwable error) {
        return switch (error) {
            case SchemaParseException noSchema -> REFUSED;
            case AvroRuntimeException avro -> RECORD;
            case EOFException tooShort -> RECORD;
            case ClassCastException type -> RECORD;
            case IndexOutOfBoundsException bounds -> RECORD;
            case NegativeArraySizeException size -> RECORD;
            case BufferUnderflowException under -> RECORD;
            case ArithmeticException overflow -> RECORD;
            case UnsupportedOperationException size -> RECORD;
            case ApiException answer -> ofStatus(answer.getResponseStatusCode());
            case IOException number when number.getClass().getName().startsWith(AVRO) -> RECORD;
            case IOException line -> AWAY;
            case TimeoutException silence -> AWAY;
            case InterruptedException silence -> AWAY;
            case io.vertx.core.VertxException closed -> AWAY;
            default -> ODD;
        };
    }

    /** Confluent's client is not on our class path: its answers are known by their names. */
    private static SerdeTrouble ofConfluent(Throwable answer) {
        return String.valueOf(answer.getMessage()).contains("error code: 404") ? REFUSED : AWAY;
    }

    private static SerdeTrouble ofStatus(int status) {
        return switch (status) {
            case 401, 403, 408, 425, 429 -> AWAY;
            default -> status >= 400 && status < 500 ? REFUSED : AWAY;
        };
    }
}
