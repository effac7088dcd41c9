package dev.nightjar.batch;

import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.market.UnreadableMarketException;
import dev.nightjar.outcome.InconsistentLedgerException;
import dev.nightjar.outcome.InconsistentResultException;
import dev.nightjar.worker.WorkerFailedException;
import java.io.IOException;

/** Work on the results of one strategy: what goes wrong in it, or does not fit the memory, costs that strategy alone. */
public final class StrategyWork {

    private StrategyWork() {}

    /** What is to be made of a strategy's results; it reads only what is known to be whole. */
    @FunctionalInterface
    public interface Work<T> {

        T done() throws IOException;
    }

    /**
     * {@return what the work makes}
     *
     * @throws RunStoppedException if it was asked to stop
     * @throws FailedException if it cannot be made, with the reason; what was kept for it can be forgotten
     * @throws IOException if that what it reads cannot be read, which is not the strategy's fault
     */
    public static <T> T of(Work<T> work) throws FailedException, IOException {
        try {
            return work.done();
        } catch (RunStoppedException e) {
            throw e;
        } catch (HopelessException
                | InconsistentResultException
                | InconsistentLedgerException
                | UnreadableMarketException
                | WorkerFailedException e) {
            throw new FailedException(String.valueOf(e.getMessage()), e);
        } catch (ArithmeticException e) {
            throw new FailedException("its figures do not fit the numbers they are kept in: " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new FailedException(
                    "its results are too large for the memory of this process (" + e.getMessage()
                            + "); give java more by -Xmx, or run it over fewer days",
                    e);
        } catch (RuntimeException | StackOverflowError e) {
            StackTraceElement[] places = e.getStackTrace();
            throw new FailedException(
                    "its results cannot be made: " + e + (places.length == 0 ? "" : " at " + places[0]), e);
        }
    }

    /** What a strategy's results would be made of says why there are none. */
    static final class HopelessException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        HopelessException(String message) {
            super(message);
        }
    }

    /** A strategy has no results. */
    public static final class FailedException extends Exception {

        private static final long serialVersionUID = 1L;

        FailedException(String message, Throwable cause) {
            super(message, cause);
        }

        /** {@return whether the memory was not enough, which it may be when nothing else needs any} */
        boolean isOfMemory() {
            return getCause() instanceof OutOfMemoryError;
        }

        /** {@return the failure of a strategy whose results cannot be put where they belong} */
        public static FailedException unwritable(Exception cause) {
            return new FailedException("its results cannot be written: " + Failures.message(cause), cause);
        }
    }
}
