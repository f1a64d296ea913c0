// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.call;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.sdk.call.CallFailure;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A service of the kernel's own whose answers may take their time. It is called like a {@link KernelService}. */
@FunctionalInterface
public interface PatientService {

    /**
     * Begins to answer a call.
     *
     * @param caller who calls
     * @param method what is to be done
     * @param payload what the caller sent
     * @param awaited whether the caller still waits
     * @return the answer, at most 63 KiB, or a {@link CallFailure}
     * @throws CallFailure to answer with a status at once
     * @throws InvalidProtocolBufferException if the payload is not what the method takes
     */
    CompletableFuture<ByteString> call(Caller caller, String method, ByteString payload, BooleanSupplier awaited)
            throws CallFailure, InvalidProtocolBufferException;
}
