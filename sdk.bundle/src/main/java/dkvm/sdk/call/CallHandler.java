// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.call;

/**
 * Answers the calls of one service of a device. Called on threads of its own, up to four calls at once, while the
 * device's other threads go on; sixteen more may wait, further ones are refused.
 */
@FunctionalInterface
public interface CallHandler {

    /**
     * Answers a call.
     *
     * @param call what is asked for
     * @return the answer, at most 63 KiB
     * @throws CallFailure to answer with a status; see {@link Call#unknownMethod()}
     * @throws Exception if anything went wrong: the caller gets {@link Status#INTERNAL} with its words, the log its
     *     trace; so it is with an {@link Error}, and the device goes on
     */
    byte[] handle(Call call) throws Exception;
}
