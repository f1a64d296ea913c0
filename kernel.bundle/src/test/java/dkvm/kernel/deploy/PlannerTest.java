// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import static dkvm.kernel.deploy.PlanTable.incomplete;
import static dkvm.kernel.deploy.PlanTable.jar;
import static dkvm.kernel.deploy.PlanTable.unstable;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is done when the folder is so: lines of a table. */
class PlannerTest {

    @Test
    void nothingIsDoneWhereTheFolderIsAsItRuns() {
        assertThat(new PlanTable().plan()).isEmpty();
        assertThat(new PlanTable().ships("keys 1.0.0 keys").plan()).isEmpty();
        assertThat(new PlanTable().runs("a.jar", jar("keys 1.0.0 keys")).holds("a.jar", jar("keys 1.0.0 keys"), 1)
                .plan()).isEmpty();
    }

    @Test
    void aJarThatIsNewRuns() {
        assertThat(new PlanTable().holds("a.jar", jar("keys 1.0.0 keys"), 1).plan())
                .containsExactly("put keys 1.0.0 from a.jar");
        assertThat(new PlanTable().holds("a.jar", jar("keys 1.0.0 keys"), 1).holds("b.jar", jar("mouse 1.0.0 mouse"), 2)
                .plan()).containsExactly("put keys 1.0.0 from a.jar", "put mouse 1.0.0 from b.jar");
    }

    @Test
    void aJarStandsOverTheShippedBundleWhateverItsVersion() {
        assertThat(new PlanTable().ships("keys 2.0.0 keys").holds("a.jar", jar("keys 1.0.0 keys"), 1).plan())
                .containsExactly("put keys 1.0.0 from a.jar");
    }

    @Test
    void aJarThatIsDeletedGivesWayToTheShippedBundleOrToNothing() {
        assertThat(new PlanTable().ships("keys 1.0.0 keys").runs("a.jar", jar("keys 2.0.0 keys")).plan())
                .containsExactly("back from keys 2.0.0");
        assertThat(new PlanTable().runs("a.jar", jar("keys 2.0.0 keys")).plan()).containsExactly("away keys 2.0.0");
    }

    @Test
    void aJarThatIsRenamedRunsOn() {
        assertThat(new PlanTable().runs("a.jar", jar("keys 1.0.0 keys")).holds("b.jar", jar("keys 1.0.0 keys"), 1)
                .plan()).containsExactly("rename keys 1.0.0 from a.jar to b.jar");
    }

    @Test
    void aTimeSetBackIsNoneOfItsBusiness() {
        var table = new PlanTable().runs("a.jar", jar("keys 1.0.0 keys"));

        assertThat(table.holds("a.jar", jar("keys 1.0.0 keys"), -1000).plan()).isEmpty();
        assertThat(new PlanTable().runs("a.jar", jar("keys 1.0.0 keys"))
                .holds("a.jar", jar("keys 1.0.0 keys other-bytes"), -1000).plan())
                .containsExactly("put keys 1.0.0 from a.jar over keys 1.0.0 from a.jar");
    }

    @Test
    void ofTwoVersionsTheHigherRuns() {
        var table = new PlanTable().runs("a.jar", jar("keys 9.0.0 keys")).holds("a.jar", jar("keys 9.0.0 keys"), 2)
                .holds("b.jar", jar("keys 10.0.0 keys"), 1);

        assertThat(table.plan()).containsExactly("put keys 10.0.0 from b.jar over keys 9.0.0 from a.jar",
                "shadowed a.jar: 10.0.0 in b.jar is higher");
        assertThat(new PlanTable().runs("b.jar", jar("keys 10.0.0 keys")).holds("a.jar", jar("keys 9.0.0 keys"), 2)
                .plan()).containsExactly("put keys 9.0.0 from a.jar over keys 10.0.0 from b.jar");
    }

    @Test
    void ofEqualVersionsTheNewestFileRuns() {
        var old = jar("keys 1.0.0 keys");
        var young = jar("keys 1.0.0 keys other-bytes");

        assertThat(new PlanTable().runs("a.jar", old).holds("a.jar", old, 1).holds("b.jar", young, 2).plan())
                .containsExactly("put keys 1.0.0 from b.jar over keys 1.0.0 from a.jar",
                        "shadowed a.jar: 1.0.0 in b.jar is newer");
        assertThat(new PlanTable().runs("b.jar", young).holds("a.jar", old, 1).holds("b.jar", young, 2).plan())
                .containsExactly("shadowed a.jar: 1.0.0 in b.jar is newer");
        assertThat(new PlanTable().holds("b.jar", young, 1).holds("a.jar", old, 1).plan())
                .containsExactly("put keys 1.0.0 from b.jar", "shadowed a.jar: 1.0.0 in b.jar is newer");
    }

    @Test
    void ofTwoCopiesOneIsShadowed() {
        var jar = jar("keys 1.0.0 keys");

        assertThat(new PlanTable().runs("b.jar", jar).holds("a.jar", jar, 1).holds("b.jar", jar, 2).plan())
                .containsExactly("shadowed a.jar: 1.0.0 in b.jar is the same");
    }

    @Test
    void nothingIsDoneWhileAnythingChanges() {
        var plan = new PlanTable().ships("keys 1.0.0 keys").runs("a.jar", jar("keys 2.0.0 keys"))
                .holds("b.jar", jar("mouse 1.0.0 mouse"), 1).holds("c.jar", unstable(), 1).plan();

        assertThat(plan).isEmpty();
    }

    @Test
    void whatRunsStaysWhileItsFileIsNotWhole() {
        assertThat(new PlanTable().runs("a.jar", jar("keys 1.0.0 keys")).holds("a.jar", incomplete(), 2).plan())
                .isEmpty();
        assertThat(new PlanTable().runs("a.jar", jar("keys 2.0.0 keys")).holds("a.jar", incomplete(), 1)
                .holds("b.jar", jar("keys 1.0.0 keys"), 2).plan())
                .containsExactly("shadowed b.jar: 2.0.0 in a.jar is higher");
        assertThat(new PlanTable().runs("a.jar", jar("keys 2.0.0 keys")).holds("a.jar", incomplete(), 1)
                .holds("b.jar", jar("keys 3.0.0 keys"), 2).plan())
                .containsExactly("put keys 3.0.0 from b.jar over keys 2.0.0 from a.jar",
                        "shadowed a.jar: 3.0.0 in b.jar is higher");
        assertThat(new PlanTable().holds("a.jar", incomplete(), 1).plan()).isEmpty();
    }

    @Test
    void aTypeOfAnotherBundleIsRefusedWhoeverHasIt() {
        var why = "it offers device type \"keys\", which bundle keys has; "
                + "give the type another name, or take that bundle away first";

        assertThat(new PlanTable().ships("keys 1.0.0 keys").holds("b.jar", jar("other 9.0.0 more keys"), 1).plan())
                .containsExactly("refused b.jar: " + why);
        assertThat(new PlanTable().runs("a.jar", jar("keys 1.0.0 keys")).holds("a.jar", jar("keys 1.0.0 keys"), 2)
                .holds("b.jar", jar("other 9.0.0 keys"), 1).plan()).containsExactly("refused b.jar: " + why);
        assertThat(new PlanTable().runs("a.jar", jar("keys 1.0.0 keys")).holds("a.jar", incomplete(), 2)
                .holds("b.jar", jar("other 9.0.0 keys"), 1).plan()).containsExactly("refused b.jar: " + why);
        // Two at once: who was there first.
        assertThat(new PlanTable().holds("a.jar", jar("other 1.0.0 keys"), 2).holds("b.jar", jar("keys 1.0.0 keys"), 1)
                .plan()).containsExactly("put keys 1.0.0 from b.jar", "refused a.jar: " + why);
    }

    @Test
    void aBundleThatWantsAnothersTypeRunsInTheVersionThatDoesNot() {
        assertThat(new PlanTable().ships("mouse 1.0.0 mouse").holds("a.jar", jar("keys 2.0.0 keys mouse"), 1)
                .holds("b.jar", jar("keys 1.0.0 keys"), 1).plan()).containsExactly("put keys 1.0.0 from b.jar",
                        "refused a.jar: it offers device type \"mouse\", which bundle mouse has; "
                                + "give the type another name, or take that bundle away first");
    }

    @Test
    void whatRunsStaysWhenItsFilesNewContentIsRefused() {
        var why = "it offers device type \"mouse\", which bundle mouse has; "
                + "give the type another name, or take that bundle away first";

        assertThat(new PlanTable().ships("mouse 1.0.0 mouse").runs("a.jar", jar("keys 1.0.0 keys"))
                .holds("a.jar", jar("keys 2.0.0 keys mouse"), 1).plan()).containsExactly("refused a.jar: " + why);
        assertThat(new PlanTable().ships("mouse 1.0.0 mouse").runs("a.jar", jar("keys 1.0.0 keys"))
                .holds("a.jar", jar("other 1.0.0 mouse"), 1).plan()).containsExactly("refused a.jar: " + why);
    }

    @Test
    void aBundleThatGoesLeavesItsTypes() {
        assertThat(new PlanTable().runs("a.jar", jar("keys 1.0.0 keys")).holds("a.jar", jar("other 1.0.0 keys"), 1)
                .plan()).containsExactly("away keys 1.0.0", "put other 1.0.0 from a.jar");
    }

    @Test
    void nothingStandsOverAPartOfTheKernel() {
        assertThat(new PlanTable().ships("dkvm.sdk 1.0.0").holds("a.jar", jar("dkvm.sdk 2.0.0 keys"), 1).plan())
                .containsExactly("refused a.jar: its symbolic name dkvm.sdk is that of a part of the kernel; "
                        + "give it another name");
    }

    @Test
    void twoHundredAtOnceAreTwoHundredSteps() {
        var table = new PlanTable();
        IntStream.range(0, 200).forEach(i -> table.holds(i + ".jar", jar("b" + i + " 1.0.0 t" + i), 1));

        assertThat(table.plan()).hasSize(200).contains("put b0 1.0.0 from 0.jar", "put b199 1.0.0 from 199.jar");
    }
}
