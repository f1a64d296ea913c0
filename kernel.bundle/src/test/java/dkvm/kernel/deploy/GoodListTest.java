// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dkvm.kernel.store.JarStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;
import org.slf4j.LoggerFactory;

class GoodListTest {
    private static final String HASH = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path above;

    private final Logger logger = (Logger) LoggerFactory.getLogger(GoodList.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Path store = Path.of("");
    private GoodList list = new GoodList(store);

    @BeforeEach
    void list() {
        store = above.resolve("store");
        list = new GoodList(store);
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
    }

    @AfterEach
    void logAsBefore() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        var good = List.of(placed("keys", "1.0.0.SNAPSHOT", "keys \"1\".jar", "a", "b"),
                placed("mouse", "2", "m.jar", "m"));
        list.write(good);

        assertThat(new GoodList(store).read()).isEqualTo(good);
        assertThat(log.list).isEmpty();
        try (var files = Files.list(store)) {
            assertThat(files).containsExactly(store.resolve("good.json"));
        }
        list.write(List.of());
        assertThat(list.read()).isEmpty();
    }

    @Test
    void itIsJsonOfASchema() throws IOException {
        list.write(List.of(placed("keys", "1.0.0", "keys.jar", "a")));

        assertThat(Files.readString(store.resolve("good.json")).replaceAll("\\s", "")).isEqualTo(
                "{'schema':1,'bundles':[{'bundle':'keys','version':'1.0.0','hash':'%s','file':'keys.jar','types':['a']}]}"
                        .replace('\'', '"').formatted(HASH));
    }

    @Test
    void withoutAFileNothingRanAndNobodyIsWarned() {
        assertThat(list.read()).isEmpty();
        assertThat(log.list).isEmpty();
    }

    @Test
    void aFileTornAnywhereIsIgnoredWithAWarning() throws IOException {
        list.write(List.of(placed("keys", "1.0.0", "keys.jar", "a")));
        var whole = Files.readString(store.resolve("good.json")).strip();
        for (int length = 0; length < whole.length(); length++) {
            Files.writeString(store.resolve("good.json"), whole.substring(0, length));
            log.list.clear();

            assertThat(list.read()).isEmpty();
            assertThat(log.list).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "{}", "{'schema':2,'bundles':[]}", "{'schema':1}", "{'bundles':[]}",
            "{'schema':1,'bundles':[null]}", "{'schema':1,'bundles':[{}]}", "{'schema':1,'bundles':{}}",
            "{'schema':'x','bundles':[]}",
            "{'schema':1,'bundles':[{'bundle':'k','version':'x.y','hash':'HASH','file':'k.jar','types':['a']}]}",
            "{'schema':1,'bundles':[{'bundle':'k','version':'1','hash':'../../x','file':'k.jar','types':['a']}]}",
            "{'schema':1,'bundles':[{'bundle':'k','version':'1','hash':'HASH','file':'k','types':['a']}]}",
            "{'schema':1,'bundles':[{'bundle':'k','version':'1','hash':'HASH','file':'../k.jar','types':['a']}]}",
            "{'schema':1,'bundles':[{'bundle':'k','version':'1','hash':'HASH','file':'a/../k.jar','types':['a']}]}",
            "{'schema':1,'bundles':[{'bundle':'k','version':'1','hash':'HASH','file':'k.jar','types':[null]}]}"})
    void whatIsForeignIsIgnoredWithAWarning(String json) throws IOException {
        Files.createDirectories(store);
        Files.writeString(store.resolve("good.json"), json.replace('\'', '"').replace("HASH", HASH));

        assertThat(list.read()).isEmpty();
        assertThat(log.list).singleElement().extracting(ILoggingEvent::getFormattedMessage).asString()
                .startsWith(store.resolve("good.json") + " cannot be used (").doesNotContain("null)");
    }

    @Test
    void bytesThatAreNoTextAreForeignToo() throws IOException {
        Files.createDirectories(store);
        Files.write(store.resolve("good.json"), new byte[]{(byte) 0xc3, 0x28, 0});

        assertThat(list.read()).isEmpty();
        assertThat(log.list).hasSize(1);
    }

    private Placed placed(String bundle, String version, String file, String... types) {
        return new Placed(new DeviceJar(bundle, Version.parseVersion(version), List.of(types), HASH,
                JarStore.file(store, HASH)), file);
    }
}
