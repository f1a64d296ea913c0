// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

/** Who is told what becomes of a {@link Takeover}. On the scheduler's thread. */
interface Witness {
    /** The old process has drained. */
    void drained();

    /** What the takeover was asked for is done. */
    void done(Takeover takeover);

    /** The new process is no good. The device has its old one, or is started again; the takeover is over. */
    void refused(Takeover takeover, String reason);

    /** The device goes its own way, since it was stopped, changed or has failed; the takeover is over. */
    void left(Takeover takeover);
}
