// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Both clocks of a host, moved by the test. */
final class FakeTime extends Clock {
    /** Close to overflow, as nanoTime may be. */
    long nanos = Long.MAX_VALUE - 1_000;
    Instant wall = Instant.now();

    void pass(long millis) {
        nanos += millis * 1_000_000;
        wall = wall.plusMillis(millis);
    }

    long nanoTime() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return wall;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
