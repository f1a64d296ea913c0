// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import dkvm.sdk.event.InputEvent;
import dkvm.sdk.event.KeyEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The keys that are down in a stream of events; keeps down and up alternating for each key. Not thread-safe. */
public final class PressedKeys {
    private final Set<Integer> down = new LinkedHashSet<>();

    /** No key is down. */
    public PressedKeys() {}

    /**
     * Takes an event.
     *
     * @param event what happened
     * @return false for a press of what is down and a release of what is not: the event is to be dropped
     */
    public boolean accept(InputEvent event) {
        if (!(event instanceof KeyEvent key)) {
            return true;
        }
        return key.down() ? down.add(key.usage()) : down.remove(key.usage());
    }

    /**
     * The keys that are down.
     *
     * @return their usages in the order they went down; a copy
     */
    public List<Integer> usages() {
        return List.copyOf(down);
    }
}
