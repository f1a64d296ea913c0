// SPDX-License-Identifier: Apache-2.0
package dkvm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark still does what it is to measure; what it measures here, in a few calls of cold code, says nothing. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BenchmarksTest {

    @Test
    void everyBenchmarkRunsToItsEnd() throws RunnerException {
        var options = new OptionsBuilder().include("^dkvm\\.").mode(Mode.AverageTime).forks(0).warmupIterations(0)
                .measurementIterations(1).measurementTime(new TimeValue(1, TimeUnit.MILLISECONDS))
                .verbosity(VerboseMode.SILENT).shouldFailOnError(true).build();

        assertThat(new Runner(options).run()).as("benchmarks").isNotEmpty();
    }
}
