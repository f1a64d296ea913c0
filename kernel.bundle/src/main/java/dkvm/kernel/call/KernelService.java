// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.call;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Status;

/** A service of the kernel's own. Called on the one thread for them, so that it must not wait for long. */
@FunctionalInterface
public interface KernelService {

    /**
     * Answers a call.
     *
     * @param caller who calls
     * @param method what is to be done
     * @param payload what the caller sent
     * @return the answer, at most 63 KiB
     * @throws CallFailure to answer with a status
     * @throws InvalidProtocolBufferException if the payload is not what the method takes
     */
    ByteString call(Caller caller, String method, ByteString payload)
            throws CallFailure, InvalidProtocolBufferException;

    /**
     * What to throw for a method that the service does not have.
     *
     * @param method the method
     * @return a failure
     */
    static CallFailure unknownMethod(String method) {
        return new CallFailure(Status.UNIMPLEMENTED, "the service has no method " + method);
    }
}
