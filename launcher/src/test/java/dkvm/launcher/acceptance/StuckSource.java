// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import dkvm.sdk.Context;
import dkvm.sdk.Device;
import dkvm.sdk.Session;
import dkvm.sdk.Source;
import dkvm.sdk.event.StreamKind;
import java.util.concurrent.CountDownLatch;

/** A keyboard whose work and a thread of its own soon wait for each other for ever. */
public final class StuckSource implements Source {
    private final Object one = new Object();
    private final Object other = new Object();
    private final CountDownLatch bothHeld = new CountDownLatch(2);

    private StuckSource(Context context) {
        context.log().info("this will not end well");
    }

    /** Runs it. */
    public static void main(String[] arguments) {
        Device.of("stuck").output("keys", StreamKind.KEYBOARD).source(StuckSource::new).run();
    }

    @Override
    public void run(Session session) throws Exception {
        Thread.ofPlatform().daemon().name("other").start(() -> hold(other, one));
        hold(one, other);
    }

    private void hold(Object first, Object second) {
        synchronized (first) {
            bothHeld.countDown();
            try {
                bothHeld.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            synchronized (second) {
                throw new IllegalStateException("both are mine");
            }
        }
    }
}
