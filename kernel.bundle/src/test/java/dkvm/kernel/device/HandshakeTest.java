// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.Port;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private final Hello.Builder hello = Hello.newBuilder().setMinVersion(1).setMaxVersion(1).setType("x");

    @Test
    void aPortMayComeInAndOutUnderOneName() {
        port("keys", Direction.OUT).port("keys", Direction.IN);

        assertThat(Handshake.refusal(hello.build(), "x")).isEmpty();
        assertThat(Handshake.ports(hello.build())).hasSize(2);
    }

    @Test
    void twoOutputsOfOneNameAreRefusedInWords() {
        port("keys", Direction.OUT).port("keys", Direction.OUT);

        assertThat(Handshake.refusal(hello.build(), "x")).contains("it has port \"keys\" twice");
    }

    @Test
    void aPortWhoseNameIsNoneIsRefused() {
        for (var name : List.of("", "Keys", "a.b", "p".repeat(65))) {
            var refused = hello.clone().addPorts(Port.newBuilder().setName(name)).build();
            assertThat(Handshake.refusal(refused, "x")).hasValueSatisfying(words -> assertThat(words)
                    .startsWith("it has a port named \"" + name.substring(0, Math.min(60, name.length())))
                    .endsWith("\", which is not [a-z][a-z0-9-]*, 64 characters at most"));
        }
        port("p".repeat(64), Direction.OUT);
        assertThat(Handshake.refusal(hello.build(), "x")).isEmpty();
    }

    @Test
    void whatADeviceSaysOfItselfIsQuotedOnOneShortLine() {
        var hostile = "\u001b[2J\n\u009b" + "x".repeat(60_000);
        var good = hello.build();
        for (var bad : List.of(good.toBuilder().setType(hostile), good.toBuilder().addRequiredFeatures(hostile),
                good.toBuilder().addPorts(Port.newBuilder().setName(hostile)),
                good.toBuilder().addAllRequiredFeatures(Collections.nCopies(1000, hostile)))) {
            assertThat(Handshake.refusal(bad.build(), "x")).hasValueSatisfying(words -> {
                assertThat(words.chars()).noneMatch(Character::isISOControl);
                assertThat(words).contains("\\u001b[2J\\n\\u009bxxx").hasSizeLessThan(2000);
            });
        }
    }

    @Test
    void morePortsThanOneMessageHoldsAreRefused() {
        for (int i = 0; i < 257; i++) {
            port("p" + i, Direction.OUT);
        }

        assertThat(Handshake.refusal(hello.build(), "x")).contains("it has 257 ports; 256 are allowed");
    }

    @Test
    void whatAnInputHoldsIsTakenWithinBounds() {
        var in = Port.newBuilder().setName("video").setDirection(Direction.IN).setKind(Kind.DISPLAY);
        var good = hello.clone().addPorts(in.clone().setMaxHeld(64)).addPorts(
                in.clone().setDirection(Direction.OUT).setMaxHeld(3)).build();
        assertThat(Handshake.refusal(good, "x")).isEmpty();
        assertThat(Handshake.ports(good)).extracting(dkvm.sdk.bridge.Port::maxHeld).containsExactly(64, 0);

        assertThat(Handshake.refusal(hello.clone().addPorts(in.clone().setMaxHeld(65)).build(), "x"))
                .contains("its port \"video\" wants to hold 65 buffers; 64 are allowed");
        assertThat(Handshake.refusal(hello.clone().addPorts(in.clone().setMaxHeld(-1)).build(), "x"))
                .contains("its port \"video\" wants to hold 4294967295 buffers; 64 are allowed");
    }

    private HandshakeTest port(String name, Direction direction) {
        hello.addPorts(Port.newBuilder().setName(name).setDirection(direction).setKind(Kind.KEYBOARD));
        return this;
    }
}
