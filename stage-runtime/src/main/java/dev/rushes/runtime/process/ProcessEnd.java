package dev.rushes.runtime.process;

import java.time.Duration;

/** How a process ended. */
public sealed interface ProcessEnd<T> {

    ProcessUsage usage();

    /** It exited with 0, and its output was read. */
    record Finished<T>(T output, ProcessUsage usage) implements ProcessEnd<T> {}

    /** It exited with a code other than 0. */
    record Exited<T>(int code, ProcessUsage usage) implements ProcessEnd<T> {}

    /** A signal that this program did not send ended it: a limit of the kernel (SIGXCPU, SIGXFSZ), the OOM killer, a person. */
    record Signalled<T>(int signal, ProcessUsage usage) implements ProcessEnd<T> {
        /** Killed: by the kernel for memory, by a person, or after ignoring {@link #SIGXCPU}. */
        public static final int SIGKILL = 9;
        /** The limit of processor time was reached. */
        public static final int SIGXCPU = 24;
        /** The limit of the size of a file was reached. */
        public static final int SIGXFSZ = 25;
    }

    /** It did not end within its time and was killed. */
    record TimedOut<T>(Duration limit, ProcessUsage usage) implements ProcessEnd<T> {}

    /** Its output made no sense to the reader. If it was still running, it was killed. */
    record Unreadable<T>(Throwable cause, ProcessUsage usage) implements ProcessEnd<T> {}

    /** It never ran. */
    record NotStarted<T>(Throwable cause) implements ProcessEnd<T> {
        @Override
        public ProcessUsage usage() {
            return ProcessUsage.NONE;
        }
    }
}
