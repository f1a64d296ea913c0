// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.event.KeyEvent;
import java.util.Arrays;

/** Which keys a stream has left down at the author's sink; few at a time. Main thread. */
final class Held {
    private int[] usages = new int[8];
    private int size;

    void note(KeyEvent key) {
        int at = 0;
        while (at < size && usages[at] != key.usage()) {
            at++;
        }
        if (key.down() && at == size) {
            if (size == usages.length) {
                usages = Arrays.copyOf(usages, size * 2);
            }
            usages[size++] = key.usage();
        } else if (!key.down() && at < size) {
            usages[at] = usages[--size];
        }
    }

    int[] usages() {
        return Arrays.copyOf(usages, size);
    }
}
