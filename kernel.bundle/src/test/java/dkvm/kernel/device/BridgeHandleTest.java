// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.kernel.config.DeviceEntry;
import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.LaunchSpec;
import dkvm.sdk.config.Options;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A bridge is its author's code, and all devices wait while it is asked. */
class BridgeHandleTest {
    private static final DeviceEntry ENTRY = DeviceEntry.bare("keys");

    private record Asked(Supplier<LaunchSpec> answer) implements DeviceBridge {
        @Override
        public DeviceFacts facts() {
            var _ = answer.get();
            throw new AssertionError("it is not asked further");
        }

        @Override
        public LaunchSpec launch(Options options) {
            return answer.get();
        }
    }

    private static BridgeHandle handle(Supplier<LaunchSpec> answer) {
        return new BridgeHandle(new Asked(answer), PlayedHost.BRIDGE.bundle());
    }

    @Test
    void saysWhatToStart() {
        var command = new LaunchSpec.Command(List.of("cat"), Map.of());
        assertThat(handle(() -> command).launch(ENTRY)).isSameAs(command);
    }

    @Test
    void whatItThrowsIsThrown() {
        var failure = new NoClassDefFoundError("demo/Gone");
        var handle = handle(() -> {
            throw failure;
        });
        assertThatThrownBy(() -> handle.launch(ENTRY)).isSameAs(failure);
        assertThatThrownBy(() -> handle.ports(ENTRY)).isSameAs(failure);
    }

    @Test
    void oneThatDoesNotAnswerHoldsNobodyUp() throws Exception {
        var interrupted = new CountDownLatch(1);
        var handle = handle(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            throw new IllegalStateException("too late");
        });
        assertThatThrownBy(() -> handle.launch(ENTRY)).isInstanceOf(IllegalStateException.class)
                .hasMessage("its bundle's bridge does not answer within 2 s");
        interrupted.await();
    }
}
