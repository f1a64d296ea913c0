// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.Overflow;
import dkvm.kernel.config.PipelineEntry;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.WireException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Links that are made and taken away by hand. */
class LinkRequestTest {
    private final FakeDesk desk = new FakeDesk();
    private final FakeDevice a = desk.device("a");
    private final FakeDevice b = desk.device("b");

    private Optional<String> link(String from, String to) {
        return link(from, to, Optional.empty(), OptionalInt.empty());
    }

    private Optional<String> link(String from, String to, Optional<Overflow> overflow, OptionalInt capacity) {
        var answer = desk.graph.link(from, to, overflow, capacity);
        assertThat(answer).isDone();
        return answer.join();
    }

    private List<String> links() {
        return desk.graph.status().stream().map(link -> link.pipeline() + " " + link.from() + ">" + link.to())
                .toList();
    }

    private void pipeline(String id, LinkEntry... links) {
        desk.graph.pipeline(new PipelineEntry(id, List.of(links), Optional.empty(), OptionalInt.empty()));
    }

    @Test
    void oneIsMadeAndTakenAway() throws WireException {
        a.run(false);
        b.run(false);
        assertThat(link("a.keys", "b")).isEmpty();
        assertThat(links()).containsExactly("ctl a.keys>b.keys");
        a.text(a.out(), 1);
        desk.settle();
        assertThat(desk.status("a", "b").out()).isEqualTo(1);
        a.key(a.out(), 0x70004, true);
        desk.settle();
        assertThat(b.down()).containsExactly(0x70004);

        assertThat(desk.graph.unlink("a", "b.keys")).isTrue();
        desk.settle();
        assertThat(b.down()).isEmpty();
        assertThat(b.ins).isEmpty();
        assertThat(links()).isEmpty();
        assertThat(desk.graph.unlink("a", "b")).isFalse();
    }

    @Test
    void oneOfAPipelineStaysAwayUntilItIsAskedForAgain() {
        var entry = new LinkEntry("a", "", "b", "");
        pipeline("p", entry);
        assertThat(desk.graph.unlink("a.keys", "b.keys")).isTrue();
        assertThat(links()).isEmpty();
        pipeline("p", entry, new LinkEntry("b", "", "a", ""));
        assertThat(links()).as("configured anew").containsExactly("p b.keys>a.keys");

        assertThat(link("a", "b")).isEmpty();
        assertThat(links()).containsExactly("p a.keys>b.keys", "p b.keys>a.keys");
    }

    @Test
    void oneOfAPipelineIsFoundHoweverItsPortsAreWritten() {
        pipeline("p", new LinkEntry("a", "", "b", ""));
        assertThat(link("a.keys", "b.keys")).hasValueSatisfying(why -> assertThat(why).contains("already"));
        assertThat(desk.graph.unlink("a.keys", "b.keys")).isTrue();

        pipeline("p", new LinkEntry("a", "keys", "b", "keys"));
        assertThat(links()).as("written otherwise").isEmpty();
        assertThat(link("a", "b")).isEmpty();
        assertThat(links()).containsExactly("p a.keys>b.keys");
    }

    @Test
    void oneThatWasTakenAwayStaysAwayThoughItWasMadeByHandToo() {
        link("a", "b");
        desk.graph.unlink("a", "b");
        pipeline("p", new LinkEntry("a", "keys", "b", "keys"));
        assertThat(links()).isEmpty();
        desk.graph.removePipeline("p");
        assertThat(link("a", "b")).isEmpty();
        assertThat(links()).containsExactly("ctl a.keys>b.keys");
    }

    @Test
    void oneWithWishesOfItsOwnTakesTheConfiguredOnesPlace() {
        pipeline("p", new LinkEntry("a", "keys", "b", "keys"));
        desk.graph.unlink("a", "b");
        assertThat(link("a", "b", Optional.empty(), OptionalInt.of(3))).isEmpty();

        assertThat(links()).containsExactly("ctl a.keys>b.keys");
        assertThat(desk.graph.unlink("a", "b")).isTrue();
        assertThat(links()).isEmpty();
    }

    @Test
    void theLoserOfTwoSaysWhy() {
        pipeline("p", new LinkEntry("a", "keys", "b", "keys"));
        desk.device("a", Port.out("keys", StreamKind.KEYBOARD), Port.out("more", StreamKind.KEYBOARD));
        assertThat(link("a.more", "b")).isEmpty();
        assertThat(link("a", "b")).as("which output").isPresent();
    }

    @Test
    void whatCannotBeIsRefusedInWords() {
        desk.device("screen", Port.in("video", StreamKind.DISPLAY), Port.in("sound", StreamKind.AUDIO));
        desk.device("camera", Port.out("video", StreamKind.DISPLAY));
        refused("nobody", "b", "no device nobody");
        refused("a", "nobody", "no device nobody");
        refused("a.mouse", "b", "a.mouse is no output; a has keys");
        refused("a", "b.mouse", "b.mouse is no input; b has keys");
        refused("screen", "b", "screen has no output");
        refused("a", "camera", "camera has no input");
        refused("camera", "screen", "video, sound");
        refused("camera", "screen.sound", "gives out display events, screen.sound takes audio");
        assertThat(links()).isEmpty();
    }

    private void refused(String from, String to, String words) {
        assertThat(link(from, to)).hasValueSatisfying(why -> assertThat(why).contains(words));
    }

    @Test
    void rulesOfOverflowAreThoseOfTheConfiguration() {
        desk.device("screen", Port.in("video", StreamKind.DISPLAY));
        desk.device("camera", Port.out("video", StreamKind.DISPLAY));
        assertThat(link("a", "b", Optional.of(Overflow.LATEST), OptionalInt.empty()))
                .hasValueSatisfying(why -> assertThat(why).contains("latest is not for keyboard", "use block"));
        assertThat(link("camera", "screen", Optional.empty(), OptionalInt.of(2)))
                .hasValueSatisfying(why -> assertThat(why).contains("capacity 2 is not for latest"));
        assertThat(links()).isEmpty();

        assertThat(link("camera", "screen", Optional.of(Overflow.DROP_NEWEST), OptionalInt.of(2))).isEmpty();
        assertThat(desk.graph.status()).singleElement().matches(link -> !link.lossless());
    }

    @Test
    void oneTooManyIsRefused() {
        for (int i = 0; i < PressedGuard.MAX_LINKS; i++) {
            desk.device("s" + i);
            assertThat(link("s" + i, "b")).isEmpty();
        }
        assertThat(link("a", "b")).isPresent();
        assertThat(desk.graph.status()).hasSize(PressedGuard.MAX_LINKS).extracting(LinkStatus::from)
                .doesNotContain("a.keys");
        desk.graph.unlink("s0", "b");
        assertThat(link("a", "b")).isEmpty();
    }
}
