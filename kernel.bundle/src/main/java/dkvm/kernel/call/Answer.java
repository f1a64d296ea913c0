// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.call;

import com.google.protobuf.ByteString;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Status;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Response;

/**
 * How a call ended.
 *
 * @param status well or not
 * @param words what is wrong; empty when all is well
 * @param payload empty unless all is well
 */
record Answer(Status status, String words, ByteString payload) {
    /** So much of words is passed on. */
    static final int MAX_WORDS = 500;

    static Answer ok(ByteString payload) {
        return payload.size() > Wire.MAX_CALL_PAYLOAD
                ? failed(Status.RESOURCE_EXHAUSTED, "the answer has " + payload.size() + " bytes, and "
                        + Wire.MAX_CALL_PAYLOAD + " are allowed; ask for less")
                : new Answer(Status.OK, "", payload);
    }

    static Answer failed(Status status, String words) {
        return new Answer(status, Wire.cut(words, MAX_WORDS), ByteString.EMPTY);
    }

    static Answer of(CallFailure failure) {
        return failed(failure.status(), failure.getMessage());
    }

    /** What a device answered. */
    static Answer of(Response response) {
        var status = Status.of(response.getStatus());
        return status == Status.OK ? ok(response.getPayload()) : failed(status, response.getMessage());
    }

    Response response(long id) {
        return Response.newBuilder().setId(id).setStatus(status.code()).setMessage(words).setPayload(payload).build();
    }
}
