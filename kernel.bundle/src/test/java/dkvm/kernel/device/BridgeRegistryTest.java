// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.bridge.DeviceBridge;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Which of several bundles that offer a type its devices run from. */
class BridgeRegistryTest {
    private final BridgeRegistry registry = new BridgeRegistry();
    private final List<String> told = new ArrayList<>();

    @Test
    void theFirstOfATypeIsSelectedAndAFurtherOneWaitsUntilItIsGone() {
        registry.listen("keys", bridge -> told.add(String.valueOf(bridge)));
        registry.bindBridge(bridge(1));
        registry.bindBridge(bridge(2));
        registry.unbindBridge(bridge(1));

        assertThat(told).containsExactly("null", "keys of 1", "keys of 2");
    }

    @Test
    void oneThatIsExpectedIsSelectedByAReplacementAlone() {
        registry.expect(1);
        registry.listen("keys", bridge -> told.add(String.valueOf(bridge)));
        registry.bindBridge(bridge(1));
        assertThat(registry.selected("keys")).isEmpty();
        assertThat(registry.of(bundle(1))).containsOnlyKeys("keys");
        registry.select(bundle(1));
        registry.select(bundle(1));

        assertThat(told).containsExactly("null", "keys of 1");
    }

    @Test
    void oneThatIsExpectedDoesNotTakeThePlaceOfOneThatGoes() {
        registry.expect(2);
        registry.bindBridge(bridge(1));
        registry.bindBridge(bridge(2));
        registry.unbindBridge(bridge(1));

        assertThat(registry.selected("keys")).isEmpty();
    }

    @Test
    void nobodyTakesThePlaceOfABundleThatIsRestarted() {
        registry.bindBridge(bridge(1));
        registry.bindBridge(bridge(2));
        registry.listen("keys", bridge -> told.add(String.valueOf(bridge)));
        registry.restarting(1);
        registry.unbindBridge(bridge(1));
        registry.bindBridge(bridge(1));
        registry.restarted(1);

        assertThat(told).containsExactly("keys of 1", "null", "keys of 1");
    }

    @Test
    void aBundleThatDoesNotComeBackIsReplacedByWhoeverIsThere() {
        registry.bindBridge(bridge(1));
        registry.bindBridge(bridge(2));
        registry.restarting(1);
        registry.unbindBridge(bridge(1));
        registry.restarted(1);

        assertThat(registry.selected("keys").map(Object::toString)).contains("keys of 2");
    }

    @SuppressWarnings("unchecked")
    private static ServiceReference<DeviceBridge> bridge(long bundle) {
        var properties = Map.<String, Object>of(DeviceBridge.TYPE, "keys", Constants.SERVICE_BUNDLEID, bundle);
        return (ServiceReference<DeviceBridge>) Proxy.newProxyInstance(BridgeRegistryTest.class.getClassLoader(),
                new Class<?>[]{ServiceReference.class}, (_, method, arguments) -> switch (method.getName()) {
                    case "getProperty" -> properties.get(arguments[0]);
                    case "equals" -> ("keys of " + bundle).equals(String.valueOf(arguments[0]));
                    case "hashCode" -> Long.hashCode(bundle);
                    default -> "keys of " + bundle;
                });
    }

    private static Bundle bundle(long id) {
        return (Bundle) Proxy.newProxyInstance(BridgeRegistryTest.class.getClassLoader(), new Class<?>[]{Bundle.class},
                (_, _, _) -> id);
    }
}
