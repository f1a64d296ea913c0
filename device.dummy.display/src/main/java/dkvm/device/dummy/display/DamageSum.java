// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.sdk.event.FrameEvent;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds up what differs from the picture that was written last, over those that were not written. */
final class DamageSum {
    private final List<Rectangle> damage = new ArrayList<>();
    private Optional<String> source = Optional.empty();
    private Optional<FrameFormat> format = Optional.empty();
    private boolean all = true;

    /**
     * Adds a picture.
     *
     * @param from its source; with another source's picture, or one of another size, it has nothing in common
     * @param frame the picture
     */
    void add(String from, FrameEvent frame) {
        all |= frame.damage().isEmpty() || !source.equals(Optional.of(from))
                || !format.equals(Optional.of(frame.format()));
        source = Optional.of(from);
        format = Optional.of(frame.format());
        if (all) {
            damage.clear();
            return;
        }
        var area = frame.format().area();
        frame.damage().forEach(part -> part.intersection(area).ifPresent(this::merge));
        if (damage.size() > FrameEvent.MAX_DAMAGE) {
            var box = damage.stream().reduce(Rectangle::union).orElseThrow();
            damage.clear();
            damage.add(box);
        }
    }

    private void merge(Rectangle part) {
        if (damage.stream().noneMatch(other -> other.contains(part))) {
            damage.removeIf(part::contains);
            damage.add(part);
        }
    }

    /**
     * What is to be written of the picture that was added last.
     *
     * @return parts of it; empty: the whole
     */
    List<Rectangle> take() {
        var parts = all || damage.contains(format.orElseThrow().area()) ? List.<Rectangle>of() : List.copyOf(damage);
        damage.clear();
        all = false;
        return parts;
    }
}
