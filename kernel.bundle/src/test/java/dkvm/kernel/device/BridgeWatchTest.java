// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.config.RestartPolicy;
import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.LaunchSpec;
import dkvm.sdk.config.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BridgeWatchTest {
    private static final DeviceEntry ENTRY = new DeviceEntry("keys", "x", true, Path.of("/"), Map.of(),
            RestartPolicy.DEFAULT, Duration.ZERO, OptionalLong.empty());

    private final BridgeWatch watch = new BridgeWatch(new VirtualScheduler());
    private final BridgeHandle broken = new BridgeHandle(new Broken(), PlayedHost.BRIDGE.bundle());

    @Test
    void aBridgeThatCannotSayWhatItWouldStartIsTakenAllTheSame() {
        watch.offered(PlayedHost.BRIDGE, ENTRY);

        assertThat(watch.offered(broken, ENTRY)).isTrue();
        assertThat(watch.bridge()).contains(broken);
    }

    @Test
    void aBridgeIsTakenAfterOneThatCannotSayWhatItWouldStart() {
        watch.offered(broken, ENTRY);

        assertThat(watch.offered(PlayedHost.BRIDGE, ENTRY)).isTrue();
        assertThat(watch.bridge()).contains(PlayedHost.BRIDGE);
    }

    private static final class Broken implements DeviceBridge {
        @Override
        public DeviceFacts facts() {
            return _ -> List.of();
        }

        @Override
        public LaunchSpec launch(Options options) {
            throw new NoClassDefFoundError("x/Y");
        }
    }
}
