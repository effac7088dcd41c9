package dev.nightjar.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodeTest {

    @ParameterizedTest
    @EnumSource
    void nothingHidesWhatIsWorseThanDone(ExitCode code) {
        assertThat(ExitCode.DONE.worse(code)).isEqualTo(code);
        assertThat(code.worse(ExitCode.DONE)).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DONE")
    void rejectsHideNothing(ExitCode code) {
        assertThat(ExitCode.DONE_WITH_REJECTS.worse(code)).isEqualTo(code);
        assertThat(code.worse(ExitCode.DONE_WITH_REJECTS)).isEqualTo(code);
    }
}
