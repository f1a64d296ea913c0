// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.store.JarStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the list of good jars as what runs, also when it could not be written at first. For one thread. */
final class GoodKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(GoodKeeper.class);

    private final GoodList list;
    private final JarStore store;
    /** What ran when the kernel before ended, is in the store, and has had its file ever since. */
    private List<Placed> atFirst = List.of();
    /** Why the list is not as it should be; empty: it is. */
    private String fault = "";

    GoodKeeper(GoodList list, JarStore store) {
        this.list = list;
        this.store = store;
    }

    /** What ran when the kernel before ended, and is in the store. */
    List<Placed> read() {
        atFirst = list.read().stream().filter(this::isThere).toList();
        return atFirst;
    }

    private boolean isThere(Placed placed) {
        try {
            if (store.find(placed.jar().hash()).isPresent()) {
                return true;
            }
            LOG.warn("{} from {} ran before, but is no longer in the jar store", placed.jar().bundle(), placed.file());
        } catch (IOException e) {
            LOG.warn("{} from {} ran before, but cannot be read any more: {}", placed.jar().bundle(), placed.file(),
                    Cause.of(e));
        }
        return false;
    }

    /** The last good content of a file. */
    Optional<Path> lastGood(Layers layers, String file) {
        return Stream.concat(layers.placed().stream(), atFirst.stream())
                .filter(placed -> placed.file().equals(file)).map(placed -> placed.jar().stored()).findFirst();
    }

    /** Forgets what was good in files that have been taken away. */
    void keep(FolderState state) {
        if (state.isSettled()) {
            atFirst = atFirst.stream().filter(
                    placed -> state.files().stream().anyMatch(file -> file.name().equals(placed.file()))).toList();
        }
    }

    /** It was good, and is no more. */
    void forget(Placed lost) {
        atFirst = atFirst.stream().filter(placed -> !placed.jar().hash().equals(lost.jar().hash())).toList();
    }

    /** Writes what runs; false: later. */
    boolean write(Layers layers) {
        try {
            list.write(layers.placed());
            if (!fault.isEmpty()) {
                LOG.info("the list of good jars is written");
                fault = "";
            }
            return true;
        } catch (IOException e) {
            var words = Cause.of(e);
            if (!words.equals(fault)) {
                fault = words;
                LOG.error("the list of good jars cannot be written, a start would go by the old one: {}; tried again",
                        words);
            }
            return false;
        }
    }

    /** Writes again what could not be written. */
    void again(Layers layers) {
        if (!fault.isEmpty()) {
            var _ = write(layers);
        }
    }
}
