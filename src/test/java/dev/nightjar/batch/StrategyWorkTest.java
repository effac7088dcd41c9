package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.batch.StrategyWork.FailedException;
import java.io.IOException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class StrategyWorkTest {

    @Test
    void whatIsMadeIsHandedOn() throws IOException, FailedException {
        assertThat(StrategyWork.of(() -> 7)).isEqualTo(7);
    }

    @Test
    void aMistakeIsToldWithItsPlace() {
        assertFails(() -> {
                    throw new NegativeArraySizeException("-2147483648");
                })
                .hasMessageStartingWith(
                        "its results cannot be made: java.lang.NegativeArraySizeException: -2147483648 at")
                .hasMessageContaining("StrategyWorkTest.java");
    }

    @Test
    void whatDoesNotFitTheMemoryIsToldAsSuch() {
        assertFails(() -> {
                    throw new OutOfMemoryError("Required array length too large");
                })
                .hasMessage(
                        "its results are too large for the memory of this process (Required array length too large);"
                                + " give java more by -Xmx, or run it over fewer days");
    }

    @Test
    void sumsThatOverflowAreToldAsSuch() {
        assertFails(() -> Math.addExact(Long.MAX_VALUE, 1))
                .hasMessage("its figures do not fit the numbers they are kept in: long overflow");
    }

    @Test
    void aDamagedJournalIsNotTheStrategysFault() {
        assertThatThrownBy(() -> StrategyWork.of(() -> {
                    throw new IOException("damaged");
                }))
                .isExactlyInstanceOf(IOException.class);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(StrategyWork.Work<?> work) {
        return assertThatThrownBy(() -> StrategyWork.of(work)).isExactlyInstanceOf(FailedException.class);
    }
}
