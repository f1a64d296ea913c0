// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DeskConfigurationsTest {
    private static final String DESK = """
            version: 1
            devices:
              k: {type: dummy-keyboard-source, config: {file: a}, memory: {limit: 1MiB}}
              x: {type: switch, config: {trusted: [a, b]}}
              s: {type: dummy-keyboard-sink, config: {file: b}}
            pipelines:
              p: {from: k, to: s}
            """;

    private final MemoryConfigurationAdmin admin = new MemoryConfigurationAdmin();

    private long revision;

    private DeskConfigurations.Applied apply(String text) throws IOException {
        return DeskConfigurations.apply(TestTypes.read(text).desk().orElseThrow(), ++revision, admin.service());
    }

    @Test
    void writesAFactoryConfigurationForEachEntry() throws IOException {
        assertThat(apply(DESK).written()).containsExactly("dkvm.device~k", "dkvm.device~x", "dkvm.device~s",
                "dkvm.pipeline~p");
        assertThat(admin.stored.get("dkvm.device~k")).containsEntry("id", "k")
                .containsEntry("type", "dummy-keyboard-source").containsEntry("enabled", true)
                .containsEntry("directory", "/desk").containsEntry("config.file", "/desk/a")
                .containsEntry("config.speed", 1.0).containsEntry("restart.policy", "on-failure")
                .containsEntry("restart.initial", 200L).containsEntry("liveness", 5000L)
                .containsEntry("memory.limit", 1L << 20);
        assertThat(admin.stored.get("dkvm.device~x")).containsEntry("config.trusted", new String[]{"a", "b"});
        assertThat(admin.stored.get("dkvm.pipeline~p")).containsEntry("links", new String[]{"k.keys>s.keys"})
                .containsEntry("overflow", "").containsEntry("capacity", 0);
    }

    @Test
    void touchesOnlyWhatChanged() throws IOException {
        apply(DESK);
        int before = admin.updates;
        var same = apply(DESK);
        assertThat(same.written()).isEmpty();
        assertThat(same.deleted()).isEmpty();
        assertThat(apply(DESK.replace("[a, b]", "[a, c]")).written()).containsExactly("dkvm.device~x");
        assertThat(admin.updates).isEqualTo(before + 1);
    }

    @Test
    void whatDidNotChangeKeepsTheRevisionInWhichItLastDid() throws IOException {
        apply(DESK);
        var second = apply(DESK.replace("[a, b]", "[a, c]"));
        assertThat(second.revision()).isEqualTo(2);
        assertThat(admin.stored.get("dkvm.device~x")).containsEntry(Revisions.REVISION, 2L);
        assertThat(admin.stored.get("dkvm.device~k")).containsEntry(Revisions.REVISION, 1L);
    }

    @Test
    void deletesWhatIsGone() throws IOException {
        apply(DESK);
        var applied = apply("version: 1\ndevices: {x: {type: switch}}\n");
        assertThat(applied.deleted()).containsExactly("dkvm.pipeline~p", "dkvm.device~k", "dkvm.device~s");
        assertThat(admin.stored).containsOnlyKeys("dkvm.device~x");
    }

    @Test
    void givesLinksATextOfTheirOwn() {
        for (var text : new String[]{"a.b>c.d", "a>c", "a.peer.b>c", "a>c.x.y"}) {
            assertThat(LinkEntry.parse(text).text()).isEqualTo(text);
        }
        assertThat(LinkEntry.parse("a.peer.b>c")).isEqualTo(new LinkEntry("a", "peer.b", "c", ""));
    }
}
