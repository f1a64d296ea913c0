// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The desk once there is one; until then there is nothing that could be wrong. */
final class LateDesk implements DeskTurn {
    private volatile Optional<DeskTurn> desk = Optional.empty();

    void is(DeskTurn known) {
        desk = Optional.of(known);
    }

    @Override
    public Optional<String> fault(List<Path> jars) throws IOException {
        return desk.isEmpty() ? Optional.empty() : desk.get().fault(jars);
    }

    @Override
    public Optional<String> under(List<Path> jars, Turn turn) throws IOException, InterruptedException {
        return desk.isEmpty() ? turn.carryOut(Map.of()) : desk.get().under(jars, turn);
    }
}
