// SPDX-License-Identifier: Apache-2.0
package dkvm.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.NodeType;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.vm.CompileMode;

/**
 * Each stress test, in this process and by the runners that jcstress generates. Its own program takes minutes: it starts
 * a JVM for each test in each of many modes, and some twenty before to see what the JVM can do.
 */
class StressTest {
    private static final int QUICK_MILLIS = 100;
    private static final int SOAK_MILLIS = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TestFactory
    Stream<DynamicTest> hasNoForbiddenOutcomeInAMoment() throws IOException {
        return tests(QUICK_MILLIS);
    }

    @TestFactory
    @Tag("soak")
    Stream<DynamicTest> hasNoForbiddenOutcome() throws IOException {
        return tests(SOAK_MILLIS);
    }

    private static Stream<DynamicTest> tests(int millis) throws IOException {
        // Few at a time: jcstress finds out by trials what it has time and memory for, which takes longer than the test.
        var options = new Options(new String[]{"-time", String.valueOf(millis), "-iters", "1", "-strideSize", "16",
                "-strideCount", "4", "-af", AffinityMode.NONE.name()});
        assertThat(options.parse()).isTrue();
        var names = new TreeSet<>(TestList.tests());
        assertThat(names).as("stress tests").isNotEmpty();
        return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> passes(name, options)));
    }

    private static void passes(String name, Options options) throws ReflectiveOperationException {
        var info = TestList.getInfo(name);
        var place = new SchedulingClass(AffinityMode.NONE, info.threads(), NodeType.PACKAGE);
        var config = new TestConfig(options, info, 0, List.of(), CompileMode.UNIFIED, place);
        var runner = Class.forName(info.generatedRunner()).asSubclass(Runner.class)
                .getConstructor(ForkedTestConfig.class).newInstance(new ForkedTestConfig(config));

        var result = assertTimeoutPreemptively(PATIENCE, runner::run);

        result.setConfig(config);
        assertThat(result.status()).as("%s", result.getMessages()).isEqualTo(Status.NORMAL);
        assertThat(result.grading().isPassed).as("%s", outcomes(result)).isTrue();
    }

    private static List<String> outcomes(TestResult result) {
        return result.getStateKeys().stream().map(outcome -> outcome + ": " + result.getCount(outcome) + " times")
                .toList();
    }
}
