// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.warm;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What becomes of trainings that go wrong; StartCachesIT has those that go well. The JVM is played by a script. */
@Timeout(60)
class TrainerTest {
    @TempDir
    Path folder;

    @Test
    void whatFailedIsNotTriedAgainInThisRun() throws Exception {
        var trainee = trainee("echo tried >>" + folder.resolve("tries") + "; exit 1");
        try (var trainer = new Trainer(new CacheFolder(folder.resolve("aot")), Duration.ZERO)) {
            trainer.want(trainee);
            await(folder.resolve("tries"));
            trainer.want(trainee);
            var other = trainee("echo >" + folder.resolve("other"));
            trainer.want(other);
            await(folder.resolve("other"));
        }

        assertThat(folder.resolve("tries")).hasContent("tried");
        assertThat(folder.resolve("aot")).isEmptyDirectory();
    }

    @Test
    void aTrainingEndsWithTheKernel() throws Exception {
        var trainee = trainee("echo $$ >" + folder.resolve("pid.part") + "; mv " + folder.resolve("pid.part") + " "
                + folder.resolve("pid") + "; exec sleep 60");
        Optional<ProcessHandle> process;
        try (var trainer = new Trainer(new CacheFolder(folder.resolve("aot")), Duration.ZERO)) {
            trainer.want(trainee);
            process = ProcessHandle.of(Long.parseLong(Files.readString(await(folder.resolve("pid"))).strip()));
            assertThat(process).isPresent();
        }

        process.orElseThrow().onExit().join();
        assertThat(folder.resolve("aot")).isEmptyDirectory();
    }

    @Test
    void aFaultOfOurOwnIsToldOnceAndHoldsNothingUp() throws Exception {
        var log = (Logger) LoggerFactory.getLogger(Trainer.class);
        var records = new ListAppender<ILoggingEvent>();
        records.start();
        log.addAppender(records);
        try (var trainer = new Trainer(new CacheFolder(folder.resolve("aot")), Duration.ZERO)) {
            // Such a variable cannot be: Java throws what nobody declares.
            trainer.want(Trainees.played(folder, "exit 1", Map.of("A=B", "C")));
            trainer.want(trainee("echo >" + folder.resolve("tried")));
            await(folder.resolve("tried"));
        } finally {
            log.detachAppender(records);
        }

        assertThat(records.list).filteredOn(record -> record.getLevel() == Level.ERROR).singleElement()
                .extracting(record -> record.getThrowableProxy().getClassName())
                .isEqualTo(IllegalArgumentException.class.getName());
        assertThat(folder.resolve("aot")).isEmptyDirectory();
    }

    @Test
    void aLaunchPutsItOff() throws Exception {
        try (var trainer = new Trainer(new CacheFolder(folder.resolve("aot")), Duration.ofHours(1))) {
            trainer.want(trainee("echo >" + folder.resolve("tried")));
            trainer.await();
        }

        assertThat(folder.resolve("tried")).doesNotExist();
    }

    private Trainee trainee(String script) throws Exception {
        return Trainees.played(folder, script);
    }

    private static Path await(Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            Thread.sleep(5);
        }
        return file;
    }
}
