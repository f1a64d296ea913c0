// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

/**
 * Someone who holds slots: a process of a device, a link's queue, the newest picture kept of a stream. Each is itself
 * alone, whatever it is called.
 */
public final class Holder {
    private final String device;
    private final String what;

    /**
     * Makes a holder unlike all others.
     *
     * @param device the device's id, or {@code kernel} for what waits there
     * @param what which of the device's or kernel's holders it is, for people
     */
    public Holder(String device, String what) {
        this.device = device;
        this.what = what;
    }

    /**
     * Whose holds these are.
     *
     * @return a device's id, or {@code kernel}
     */
    public String device() {
        return device;
    }

    /**
     * Which of them.
     *
     * @return words for people
     */
    public String what() {
        return what;
    }

    @Override
    public String toString() {
        return device + " (" + what + ")";
    }
}
