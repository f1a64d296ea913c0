// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.Port;
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
    void aPortWithoutANameIsRefused() {
        port("", Direction.OUT);

        assertThat(Handshake.refusal(hello.build(), "x"))
                .contains("it has a port named \"\", which is not [a-z][a-z0-9-]*");
    }

    @Test
    void morePortsThanOneMessageHoldsAreRefused() {
        for (int i = 0; i < 257; i++) {
            port("p" + i, Direction.OUT);
        }

        assertThat(Handshake.refusal(hello.build(), "x")).contains("it has 257 ports; 256 are allowed");
    }

    private HandshakeTest port(String name, Direction direction) {
        hello.addPorts(Port.newBuilder().setName(name).setDirection(direction).setKind(Kind.KEYBOARD));
        return this;
    }
}
