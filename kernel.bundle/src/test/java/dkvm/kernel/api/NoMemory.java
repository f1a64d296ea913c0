// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.api;

import java.util.List;

/** A kernel of whose shared memory, and of whose devices' log, a test wants to know nothing. */
public interface NoMemory extends KernelView {

    @Override
    default List<String> lastLog(String device) {
        return List.of();
    }

    @Override
    default List<PoolStatus> pools() {
        return List.of();
    }

    @Override
    default long leakedSlots() {
        return 0;
    }
}
