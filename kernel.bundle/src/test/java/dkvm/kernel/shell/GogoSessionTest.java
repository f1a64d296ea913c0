// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dkvm.kernel.device.TestKernel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lines for Gogo over a real socket, with the real Gogo behind it. */
@Timeout(30)
class GogoSessionTest {
    @TempDir
    Path folder;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ThreadIOImpl streams = new ThreadIOImpl();
    private final CommandProcessorImpl gogo = new CommandProcessorImpl(streams);
    private volatile boolean gone;
    private final GogoSource source = new GogoSource() {
        @Override
        public Optional<CommandProcessor> processor() {
            return Optional.of(gogo);
        }

        @Override
        public boolean isGone() {
            return gone;
        }
    };
    private ServerSocketChannel server;
    private SocketChannel client;
    private BufferedReader in;
    private Thread session;

    @BeforeEach
    void connect() throws IOException {
        streams.start();
        var commands = new Commands(
                new TestCommand("say", (words, answer) -> answer.out(String.join(" ", words) + "\n")),
                new TestCommand("start", (_, answer) -> answer.out("ours\n")),
                new TestCommand("flow", (_, answer) -> {
                    try {
                        answer.following();
                        answer.out("flows\n");
                        begun.countDown();
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        ended.countDown();
                    }
                }), new TestCommand("begun", (_, _) -> {
                    try {
                        begun.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }), new TestCommand("flood", (_, answer) -> {
                    while (true) {
                        answer.out("x".repeat(1000) + "\n");
                    }
                }), new TestCommand("wide", (_, answer) -> answer.out(answer.client() + "\n")),
                new TestCommand("refuse", (_, _) -> {
                    throw new CommandFailedException("no; ask later");
                }));
        commands.names().forEach(name -> gogo.addCommand("dkvm", new GogoFunction(commands, name), name));
        gogo.addCommand("dkvm", new UnknownCommand(commands), "default");
        gogo.addCommand("gogo", new Grep(), "grep");
        gogo.addCommand("felix", new Felix(), "start");
        gogo.addCommand("felix", new Felix(), "lb");
        var address = UnixDomainSocketAddress.of(folder.resolve("s"));
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
        client = SocketChannel.open(address);
        in = new BufferedReader(new InputStreamReader(Channels.newInputStream(client), UTF_8));
        var accepted = server.accept();
        session = Thread.ofVirtual().start(() -> {
            try (accepted) {
                new ControlSession(accepted, commands, source).serve();
            } catch (IOException | InterruptedException e) {
                // The client is gone.
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
        assertThat(session.join(Duration.ofSeconds(10))).isTrue();
        gogo.stop();
        // Each of them, when it ends, makes Gogo's streams those of the JVM again.
        TestKernel.await("the end of Gogo's threads",
                () -> Thread.getAllStackTraces().keySet().stream().noneMatch(GogoSessionTest::isGogos));
        streams.stop();
    }

    /** Its name is another only while it does something. */
    private static boolean isGogos(Thread thread) {
        return thread.getName().startsWith("session-") || Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith("org.apache.felix.gogo."));
    }

    /** As Felix's own commands are made. */
    public static final class Felix {
        public String start() {
            return "theirs";
        }

        public void lb() {
            System.out.println("bundles of Felix");
        }
    }

    private void send(String request) throws IOException {
        client.write(ByteBuffer.wrap((request + "\n").getBytes(UTF_8)));
    }

    private record Reply(String out, String err, int exit) {}

    private Reply reply() throws IOException {
        var out = new StringBuilder();
        var err = new StringBuilder();
        String line;
        while ((line = in.readLine()) != null) {
            var json = JsonParser.parseString(line).getAsJsonObject();
            if (json.has("exit")) {
                return new Reply(out.toString(), err.toString(), json.get("exit").getAsInt());
            }
            out.append(json.has("out") ? json.get("out").getAsString() : "");
            err.append(json.has("err") ? json.get("err").getAsString() : "");
        }
        throw new IOException("the connection ended before the answer: " + out + err);
    }

    private Reply line(String text) throws IOException {
        var json = new JsonObject();
        json.addProperty("line", text);
        send(json.toString());
        return reply();
    }

    private static Reply printed(String text) {
        return new Reply(text, "", 0);
    }

    @Test
    void oursComeFirstAndTheOthersAreReachedByTheirScope() throws IOException {
        assertThat(line("start")).isEqualTo(printed("ours\n"));
        assertThat(line("felix:start")).isEqualTo(printed("theirs\n"));
        assertThat(line("lb")).isEqualTo(printed("bundles of Felix\n"));
        assertThat(line("help").out()).contains("say");
    }

    @Test
    void pipesVariablesAndQuotesWork() throws IOException {
        assertThat(line("say one two | grep t")).isEqualTo(printed("one two\n"));
        assertThat(line("say \"one\ntwo\nTOE\" | grep -i ^t | grep -v E")).isEqualTo(printed("two\n"));
        assertThat(line("say grün 漢字 | grep 漢")).isEqualTo(printed("grün 漢字\n"));
        assertThat(line("felix:start | grep the")).isEqualTo(printed("theirs\n"));
        assertThat(line("x = 'a b'").exit()).isZero();
        assertThat(line("say $x | grep ^a")).isEqualTo(printed("a b\n"));
        assertThat(line("say a* $unset b")).isEqualTo(printed("a* b\n"));
    }

    @Test
    void aPatternThatTakesForEverEndsWithItsLine() throws Exception {
        send("{\"line\":\"say " + "a".repeat(60) + " | grep '(.*a){25}b'\"}");
        TestKernel.await("grep at work", GogoSessionTest::grepping);
        send("{\"cancel\":true}");
        assertThat(reply().exit()).isEqualTo(130);
        TestKernel.await("grep's end", () -> !grepping());
    }

    private static boolean grepping() {
        return Thread.getAllStackTraces().values().stream().flatMap(Stream::of)
                .anyMatch(frame -> frame.getClassName().equals(Grep.class.getName()));
    }

    @Test
    void theClientsFolderIsWhereFilesAre() throws IOException {
        send("{\"line\":\"say kept > file.txt\",\"folder\":\"" + folder + "\"}");
        assertThat(reply()).isEqualTo(printed(""));
        assertThat(folder.resolve("file.txt")).hasContent("kept");
    }

    @Test
    void exitCodesAreThoseOfTheLastCommand() throws IOException {
        assertThat(line("refuse")).isEqualTo(new Reply("", "dkvm: no; ask later\n", 1));
        assertThat(line("refuse || say saved")).isEqualTo(new Reply("saved\n", "dkvm: no; ask later\n", 0));
        assertThat(line("refuse && say not")).isEqualTo(new Reply("", "dkvm: no; ask later\n", 1));
        assertThat(line("say a ; say b")).isEqualTo(printed("a\nb\n"));
        assertThat(line("say a | grep b").exit()).isEqualTo(1);
        assertThat(line("say a | grep ( | say b").exit()).isEqualTo(2);
        assertThat(line("")).isEqualTo(printed(""));
        assertThat(line("help nothing").exit()).isEqualTo(2);
    }

    @Test
    void whatGogoCannotReadIsSaidInALineWithItsColumn() throws IOException {
        for (var text : List.of("say \"open", "say (", "say {a", "say a |", "say \\u12")) {
            var reply = line(text);
            assertThat(reply.err()).as(text).matches("dkvm: syntax error at column \\d+: .*\n");
            assertThat(reply.exit()).as(text).isEqualTo(2);
        }
        assertThat(line("((((".repeat(10_000))).extracting(Reply::exit).isEqualTo(2);
        assertThat(line("say still there").out()).isEqualTo("still there\n");
    }

    @Test
    void whatIsNoCommandIsSaidWithWhatWasMeant() throws IOException {
        assertThat(line("sya")).isEqualTo(
                new Reply("", "dkvm: unknown command \"sya\"; did you mean \"say\"? \"help\" lists all\n", 2));
        assertThat(line("sya x | grep x").err()).startsWith("dkvm: unknown command \"sya\"; did you mean")
                .doesNotContain("gogo:", "Exception");
        assertThat(line("felix:nothing").exit()).isEqualTo(2);
    }

    @Test
    void aTerminalIsSeenOnlyWhereNoPipeFollows() throws IOException {
        send("{\"line\":\"wide\",\"width\":70,\"height\":20,\"color\":true,\"terminal\":true}");
        assertThat(reply().out()).contains("width=70", "height=20", "color=true", "terminal=true");
        send("{\"line\":\"wide | grep wid\",\"width\":70,\"color\":true,\"terminal\":true}");
        assertThat(reply().out()).contains("width=70", "color=false", "terminal=false");
    }

    @Test
    void cancellingEndsWhatFollowsAndVariablesStay() throws Exception {
        line("x = kept");
        for (var text : List.of("flow", "flow | grep -v nothing", "flood", "flood | grep x", "x2 = (flow)")) {
            send("{\"line\":\"" + text + "\"}");
            if (!text.contains("(")) {
                assertThat(JsonParser.parseString(in.readLine()).getAsJsonObject().keySet()).containsExactly("out");
            }
            send("{\"cancel\":true}");
            assertThat(reply().exit()).as(text).isEqualTo(130);
            assertThat(line("say $x")).as("after %s", text).isEqualTo(printed("kept\n"));
        }
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        send("{\"cancel\":true}");
        assertThat(line("say idle")).isEqualTo(printed("idle\n"));
    }

    @Test
    void whatIsLeftInTheBackgroundEndsWithItsLine() throws Exception {
        assertThat(line("flow & begun").exit()).isZero();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(line("say next")).isEqualTo(printed("next\n"));
    }

    @Test
    void aClientThatGoesEndsItsCommandAndLeavesNoThread() throws Exception {
        send("{\"line\":\"flow\"}");
        assertThat(in.readLine()).contains("flows");
        client.close();
        assertThat(session.join(Duration.ofSeconds(10))).isTrue();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatFollowsEndsWellWhenGogoStopsWithTheKernel() throws Exception {
        send("{\"line\":\"flow\"}");
        assertThat(in.readLine()).contains("flows");
        gone = true;
        gogo.stop();
        assertThat(reply()).isEqualTo(printed(""));
    }

    @Test
    void namesOfAllScopesAreCompleted() throws IOException {
        send("{\"complete\":\"fel\",\"cursor\":3}");
        assertThat(in.readLine()).isEqualTo("{\"from\":0,\"candidates\":[{\"value\":\"felix:lb\",\"description\":\"\"},"
                + "{\"value\":\"felix:start\",\"description\":\"\"}]}");
        assertThat(in.readLine()).isEqualTo("{\"exit\":0}");
    }
}
