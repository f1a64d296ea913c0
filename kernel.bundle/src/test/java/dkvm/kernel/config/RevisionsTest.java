// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.DeskConfigurations.Applied;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RevisionsTest {
    private final Revisions revisions = new Revisions();

    private static Map<String, Object> configured(String pid, long revision) {
        return Map.of("service.pid", pid, Revisions.REVISION, revision);
    }

    @Test
    void allAreAwaitedThatWereWrittenAndDeleted() {
        revisions.reached(configured("old", 1));
        var applied = new Applied(2, List.of("a", "b"), List.of("old"));
        var all = revisions.await(applied);
        assertThat(revisions.missing(applied)).containsExactly("a", "b", "old");

        revisions.reached(configured("a", 2));
        revisions.gone(configured("old", 1));
        assertThat(all).isNotDone();
        assertThat(revisions.missing(applied)).containsExactly("b");
        revisions.reached(configured("b", 1));
        assertThat(all).as("b is still with the one before").isNotDone();
        revisions.reached(configured("b", 2));
        assertThat(all).isCompleted();
    }

    @Test
    void oneThatFollowsALaterRevisionFollowsThisOneToo() {
        var second = revisions.await(new Applied(2, List.of("a"), List.of()));
        revisions.reached(configured("a", 3));
        assertThat(second).isCompleted();
        assertThat(revisions.await(new Applied(4, List.of(), List.of()))).as("nothing to await").isCompleted();
    }

    @Test
    void aConfigurationThatSomebodyElseWroteCountsForNothing() {
        revisions.reached(Map.of("service.pid", "a"));
        revisions.reached(Map.of(Revisions.REVISION, 2L));
        revisions.gone(Map.of());
        assertThat(revisions.await(new Applied(2, List.of("a"), List.of()))).isNotDone();
    }
}
