// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.LinkStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ControlSessionTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{}", "{\"args\":\"devices\"}", "{\"args\":[null]}",
            "{\"args\":[\"logs\",null]}", "{\"args\":[{\"a\":1}]}", "nonsense"})
    void whatIsNoRequestIsAnsweredInWordsAndTheNextOneIsServed(String line) throws IOException {
        var address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
                var client = SocketChannel.open(address);
                var peer = server.accept()) {
            client.write(StandardCharsets.UTF_8.encode(line + "\n{\"args\":[\"devices\",\"--json\"]}\n"));
            client.shutdownOutput();

            new ControlSession(peer, new Commands(new Empty(), () -> {}, null)).serve();
            peer.shutdownOutput();

            assertThat(new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8)).lines()).satisfiesExactly(
                    complaint -> assertThat(complaint).startsWith("{\"err\":\"dkvm: a request is one line such as"),
                    end -> assertThat(end).isEqualTo("{\"exit\":2}"),
                    devices -> assertThat(devices).isEqualTo("{\"out\":\"[]\\n\"}"),
                    end -> assertThat(end).isEqualTo("{\"exit\":0}"));
        }
    }

    private static final class Empty implements KernelView {
        @Override
        public List<DeviceStatus> devices() {
            return List.of();
        }

        @Override
        public List<LinkStatus> links() {
            return List.of();
        }
    }
}
