// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.api.NoMemory;
import dkvm.kernel.memory.TestMemory;
import dkvm.kernel.pipeline.Graph;
import dkvm.kernel.pipeline.GraphProbe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DotCommandTest {
    @Test
    void whatStandsInALabelEndsItNowhere() {
        var view = new NoMemory() {
            @Override
            public List<DeviceStatus> devices() {
                return List
                        .of(new DeviceStatus("a", "ty\"pe\\ \u001b\n", "RUNNING", true, OptionalLong.empty(), 1, 0, 0,
                                "", "", "", Optional.empty(), 0));
            }

            @Override
            public List<LinkStatus> links() {
                return List.of(new LinkStatus("p", "a.keys", "b.in", "HELD", true, false, false, 0, 0, 0, 0, Map.of(),
                        0, Optional.empty()));
            }
        };
        var out = new StringBuilder();
        assertThat(new Commands(new DotCommand(view, new GraphProbe(new Graph(TestMemory.none())))).run(List.of("dot"),
                out::append,
                out::append)).isZero();
        assertThat(out).asString().isEqualTo("""
                digraph dkvm {
                  rankdir=LR;
                  node [shape=box];
                  "a" [label="a\\nty\\"pe\\\\ \uFFFD\uFFFD\\nRUNNING"];
                  "a" -> "b" [label="keys > in\\nHELD", style=dashed];
                }
                """);
    }
}
