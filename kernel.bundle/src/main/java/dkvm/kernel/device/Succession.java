// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.DeviceEntry;
import dkvm.sdk.wire.v1.Cause;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a device's processes leave to the next. On the scheduler's thread, unless it says otherwise. */
final class Succession {
    private Cause cause = Cause.FIRST;
    private boolean streamsGoOn;
    private long launches;
    /** Written on the scheduler's thread, read by any. */
    private volatile @Nullable DeviceEntry launched;

    /** Another process begins. */
    Beginning next(DeviceEntry entry, Journal journal) {
        launches++;
        launched = entry;
        return new Beginning(launches, cause, streamsGoOn, journal);
    }

    /** Another process begins beside the one that there is. */
    Beginning beside(Journal journal) {
        launches++;
        return new Beginning(launches, Cause.REPLACEMENT, true, journal);
    }

    /** One that began beside another has its place, and its configuration. */
    void adopts(DeviceEntry entry) {
        launched = entry;
    }

    /** How many began. */
    long launches() {
        return launches;
    }

    /** What the last one was started with; any thread may ask. */
    Optional<DeviceEntry> launched() {
        return Optional.ofNullable(launched);
    }

    /** One is active: the first, if it was. */
    void running() {
        cause = Cause.RESTART;
    }

    /** The next one begins anew, for a reason. */
    void anew(Cause why) {
        if (launches > 0) {
            cause = why;
        }
        streamsGoOn = false;
    }

    /** Whether the next one may go on with the streams. */
    void streamsGoOn(boolean goOn) {
        streamsGoOn = goOn;
    }
}
