// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

/**
 * Why there is no memory.
 *
 * @param reason the machine or a limit
 * @param words what is needed, what is there, what to do
 */
public record Refusal(PoolRefusedException.Reason reason, String words) {

    static Refusal of(PoolRefusedException e) {
        return new Refusal(e.reason(), String.valueOf(e.getMessage()));
    }

    PoolRefusedException exception() {
        return new PoolRefusedException(reason, words);
    }

    @Override
    public String toString() {
        return reason + ": " + words;
    }
}
