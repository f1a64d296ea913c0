// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ControlClientTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void sendsArgumentsLiterallyAndPrintsWhatComes() throws Exception {
        var request = kernel("{\"out\":\"a\\nü\"}\n{\"err\":\"oh\\n\"}\n{\"out\":\"\\n\"}\n{\"exit\":7}\n");

        int code = client()
                .run(Request.command(List.of("logs", "it's \"x\"", "--json"), new Screen(120, 40, true, false)));

        assertThat(code).isEqualTo(7);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\nü\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("oh\n");
        assertThat(request.get())
                .startsWith(
                        "{\"args\":[\"logs\",\"it's \\\"x\\\"\",\"--json\"],\"width\":120,\"height\":40,\"color\":true,\"terminal\":false,")
                .contains("\"folder\":\"" + Path.of("").toAbsolutePath() + "\"");
    }

    @Test
    void aKernelThatStopsInTheMiddleOfItsAnswerIsToldFromNone() throws Exception {
        var request = kernel("{\"out\":\"half\"}\n");

        assertThatThrownBy(() -> client().run(request("devices")))
                .isInstanceOf(KernelStoppedException.class);
        assertThat(request.get()).contains("devices");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("half");
    }

    @Test
    void aKernelThatAnswersNothingIsNone() throws Exception {
        var request = kernel("");

        assertThatThrownBy(() -> client().run(request("devices"))).isInstanceOf(IOException.class)
                .isNotInstanceOf(KernelStoppedException.class);
        assertThat(request.get()).contains("devices");
    }

    @Test
    void endsWhenNobodyReadsWhatItPrints() throws Exception {
        var request = kernel("{\"out\":\"one\\n\"}\n".repeat(3) + "{\"exit\":0}\n");
        var head = new OutputStream() {
            private int lines;

            @Override
            public void write(int b) throws IOException {
                if (lines == 1) {
                    throw new IOException("Broken pipe");
                }
                lines += b == '\n' ? 1 : 0;
                out.write(b);
            }
        };
        var client = new ControlClient(socket(), new PrintStream(head, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(client.run(request("logs", "-f"))).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(request.get()).contains("logs");
    }

    @Test
    void whatIsNoKernelIsNotTakenForOne() throws Exception {
        var request = kernel("HTTP/1.1 400 Bad Request\n");

        assertThatThrownBy(() -> client().run(request("devices"))).isInstanceOf(IOException.class);
        assertThat(request.get()).contains("devices");
    }

    @Test
    void linesAreRunInOneSessionAndTheLastOnesCodeCounts() throws Exception {
        try (var kernel = new TestKernel(folder, line -> "{\"exit\":" + (line.contains("good") ? 0 : 2) + "}\n")) {
            var screen = new Screen(80, 24, false, false);
            assertThat(client().run(new BufferedReader(new StringReader("good\n\n  bad it \nexit\ngood\n")), screen))
                    .isEqualTo(2);
            assertThat(kernel.request()).startsWith("{\"line\":\"good\"");
            assertThat(kernel.request()).startsWith("{\"line\":\"  bad it \"");
            assertThat(client().run(new BufferedReader(new StringReader("bad\ngood")), screen)).isZero();
            assertThat(client().run(new BufferedReader(new StringReader("")), screen)).isZero();
        }
    }

    @Test
    void kernelFileSaysWhere() throws IOException {
        assertThat(KernelFile.read(folder)).isEmpty();

        Files.writeString(folder.resolve("kernel.json"), "{\"pid\":1,\"started\":\"x\",\"socket\":\"/run/s\"}");
        assertThat(KernelFile.read(folder)).contains(new KernelFile(Path.of("/run/s")));

        for (var torn : List.of("", "{\"pid\":1", "[]", "{\"pid\":1}", "{\"socket\":{}}", "{\"socket\":null}")) {
            Files.writeString(folder.resolve("kernel.json"), torn);
            assertThat(KernelFile.read(folder)).as(torn).isEmpty();
        }
    }

    private static Request request(String... words) {
        return Request.command(List.of(words), new Screen(80, 24, false, false));
    }

    private ControlClient client() {
        return new ControlClient(socket(), new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private Path socket() {
        return folder.resolve("s");
    }

    /** Takes one request and answers. */
    private CompletableFuture<String> kernel(String answer) throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket()));
        return CompletableFuture.supplyAsync(() -> {
            try (server; var channel = server.accept()) {
                var line = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8)).readLine();
                channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                return line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
