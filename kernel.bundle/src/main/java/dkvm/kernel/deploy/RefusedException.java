// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

/** Why a jar is not taken: words for people, what is wrong and what to do. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * A refusal.
     *
     * @param words what is wrong; what to do; they go on after "NAME is not taken: "
     */
    public RefusedException(String words) {
        super(words);
    }

    /**
     * A refusal because of something that went wrong.
     *
     * @param words what is wrong; what to do
     * @param cause what went wrong
     */
    public RefusedException(String words, Throwable cause) {
        super(words, cause);
    }

    /**
     * Why.
     *
     * @return what is wrong; what to do
     */
    public String words() {
        return String.valueOf(getMessage());
    }
}
