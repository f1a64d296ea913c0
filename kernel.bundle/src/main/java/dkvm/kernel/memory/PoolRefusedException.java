// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

/** There is no memory for a pool. The message says what is needed, what is there and what to do. */
public final class PoolRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why, in the words of the wire protocol. */
    public enum Reason {
        /** The machine has none, or none that can be shared. */
        NO_POOL,
        /** A limit of the configuration forbids it. */
        QUOTA
    }

    /** Why. */
    private final Reason reason;

    /**
     * A refusal.
     *
     * @param reason why
     * @param words what is needed, what is there, what to do
     */
    public PoolRefusedException(Reason reason, String words) {
        super(words);
        this.reason = reason;
    }

    /**
     * Why.
     *
     * @return the machine or a limit
     */
    public Reason reason() {
        return reason;
    }
}
