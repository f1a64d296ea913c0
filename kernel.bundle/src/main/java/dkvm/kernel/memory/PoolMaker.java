// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import dkvm.kernel.config.MemorySettings;
import dkvm.kernel.config.MemorySettings.Storage;
import dkvm.kernel.memory.MemoryBudget.Share;
import dkvm.kernel.memory.PoolRefusedException.Reason;
import dkvm.kernel.memory.linux.FileStorage;
import dkvm.kernel.memory.linux.MemfdStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the files of pools, where the configuration wants them and this machine can. For one thread. */
final class PoolMaker {
    private static final Logger LOG = LoggerFactory.getLogger(PoolMaker.class);
    private static final long PROBE_BYTES = 4096;

    private final Path folder;
    private final PoolStorage files;
    /** Read by any thread. */
    private volatile Storage storage = Storage.AUTO;
    private MemoryBudget budget = new MemoryBudget(Long.MAX_VALUE);
    private Optional<PoolStorage> memfds = Optional.empty();
    private boolean probed;

    /** @param folder where files go */
    PoolMaker(Path folder) {
        this.folder = folder;
        this.files = new FileStorage(folder);
    }

    /** Removes what a killed kernel left. */
    void clear() {
        FileStorage.clear(folder);
    }

    /** Takes the folder away, if nothing is in it that is not ours. */
    void end() {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.debug("{} stays: {}", folder, e.toString());
        }
    }

    /** What a pool is to be, and what there is already. */
    record Order(long bytes, boolean inFiles, long live, Share share) {}

    void configure(MemorySettings settings) {
        storage = settings.storage();
        budget = new MemoryBudget(settings.limitOrDefault());
    }

    /** Whether pools of which a device said that it cannot map them may be made in another place. */
    boolean mayUseFiles() {
        return storage == Storage.AUTO;
    }

    PoolFile make(Order order) throws PoolRefusedException {
        var refusal = budget.check(order.bytes(), order.live(), order.share());
        if (refusal.isPresent()) {
            throw refusal.get().exception();
        }
        if (storage == Storage.FILE || order.inFiles()) {
            return files.create(order.bytes());
        }
        return memfd(order.bytes());
    }

    private PoolFile memfd(long bytes) throws PoolRefusedException {
        if (!probed) {
            probe();
        }
        return (memfds.isPresent() ? memfds.get() : files).create(bytes);
    }

    private void probe() throws PoolRefusedException {
        probed = true;
        var memfd = new MemfdStorage();
        try (var _ = memfd.create(PROBE_BYTES)) {
            memfds = Optional.of(memfd);
        } catch (PoolRefusedException e) {
            if (storage == Storage.MEMFD) {
                throw new PoolRefusedException(Reason.NO_POOL,
                        "this system makes no memory files (" + e.getMessage() + "); use memory: {storage: file}");
            }
            LOG.info("this system makes no memory files ({}); pools are files", e.getMessage());
        }
    }
}
