// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static dkvm.kernel.device.DeviceState.BACKOFF;
import static dkvm.kernel.device.DeviceState.ENDED;
import static dkvm.kernel.device.DeviceState.FAILED;
import static dkvm.kernel.device.DeviceState.RUNNING;
import static dkvm.kernel.device.DeviceState.STARTING;
import static dkvm.kernel.device.DeviceState.STOPPED;
import static dkvm.kernel.device.DeviceState.STOPPING;
import static dkvm.kernel.device.DeviceState.WAITING;

/**
 * The state machine of a device: states, events and what follows, without threads, processes or time.
 *
 * @param state what it is doing
 * @param wanted whether it is to run
 * @param bridge whether a bundle offers its type
 */
record Lifecycle(DeviceState state, boolean wanted, boolean bridge) {

    /** What can happen to a device. */
    enum Event {
        /** It is to run; what failed before is forgotten. */
        START,
        /** It is not to run. */
        STOP,
        /** It is to run, anew if it does; what failed before is forgotten. */
        RESTART,
        /** What failed before does not count any more. */
        FORGIVEN,
        /** It is to run anew, if it is to run: with a new configuration, or with another bundle. */
        RENEW,
        /** A bundle offers its type. */
        BRIDGE,
        /** No bundle does any more. */
        NO_BRIDGE,
        /** Its process is active. */
        ACTIVATED,
        /** The wait before the next try is over. */
        RETRY,
        /** Its process ended behind the end of all its streams. */
        EXIT_ENDED,
        /** Its process ended and another try is due later. */
        EXIT_RETRY,
        /** Its process ended and there is to be no other try. */
        EXIT_FINAL
    }

    /** What is to be done. */
    enum Action {
        /** Nothing. */
        NONE,
        /** Start a process. */
        LAUNCH,
        /** Tell the process to end. */
        END_PROCESS,
        /** Try again after the back-off. */
        AWAIT_RETRY
    }

    /**
     * What follows from an event.
     *
     * @param next the device afterwards
     * @param action what is to be done
     */
    record Step(Lifecycle next, Action action) {}

    /** A device before it was told anything. */
    static Lifecycle initial() {
        return new Lifecycle(STOPPED, false, false);
    }

    /** Whether it has a process. */
    boolean alive() {
        return state == STARTING || state == RUNNING || state == STOPPING;
    }

    Step on(Event event) {
        return switch (event) {
            case START -> alive() ? stay(true, bridge) : begin(bridge);
            case STOP -> alive() ? end(false, bridge) : to(STOPPED, false, bridge, Action.NONE);
            case RESTART -> alive() ? end(true, bridge) : begin(bridge);
            case RENEW -> renew();
            case FORGIVEN -> state == BACKOFF || state == FAILED ? begin(bridge) : stay(wanted, bridge);
            case BRIDGE -> state == WAITING ? begin(true) : stay(wanted, true);
            case NO_BRIDGE -> withoutBridge();
            case ACTIVATED -> state == STARTING ? to(RUNNING, wanted, bridge, Action.NONE) : stay(wanted, bridge);
            case RETRY -> state == BACKOFF ? begin(bridge) : stay(wanted, bridge);
            case EXIT_ENDED, EXIT_RETRY, EXIT_FINAL -> exit(event);
        };
    }

    private Step renew() {
        if (alive()) {
            return end(wanted, bridge);
        }
        return wanted ? begin(bridge) : stay(false, bridge);
    }

    private Step withoutBridge() {
        if (alive()) {
            return end(wanted, false);
        }
        return state == BACKOFF ? to(WAITING, wanted, false, Action.NONE) : stay(wanted, false);
    }

    /** Once a process was told to end, how it ends does not matter. */
    private Step exit(Event event) {
        if (!alive()) {
            return stay(wanted, bridge);
        }
        if (state == STOPPING) {
            return wanted ? begin(bridge) : to(STOPPED, false, bridge, Action.NONE);
        }
        return switch (event) {
            case EXIT_ENDED -> to(ENDED, wanted, bridge, Action.NONE);
            case EXIT_RETRY -> to(BACKOFF, wanted, bridge, Action.AWAIT_RETRY);
            default -> to(FAILED, wanted, bridge, Action.NONE);
        };
    }

    private static Step begin(boolean bridge) {
        return bridge ? to(STARTING, true, true, Action.LAUNCH) : to(WAITING, true, false, Action.NONE);
    }

    private Step end(boolean wantedNow, boolean bridgeNow) {
        return to(STOPPING, wantedNow, bridgeNow, state == STOPPING ? Action.NONE : Action.END_PROCESS);
    }

    private Step stay(boolean wantedNow, boolean bridgeNow) {
        return to(state, wantedNow, bridgeNow, Action.NONE);
    }

    private static Step to(DeviceState state, boolean wanted, boolean bridge, Action action) {
        return new Step(new Lifecycle(state, wanted, bridge), action);
    }
}
