// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.call;

import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Status;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What a request may be. */
final class CallRules {
    static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);
    static final Duration MAX_DEADLINE = Duration.ofMinutes(5);

    private CallRules() {}

    static void check(Request request) throws CallFailure {
        name("service", request.getService());
        name("method", request.getMethod());
        if (request.getService().isEmpty() || request.getMethod().isEmpty()) {
            throw new CallFailure(Status.INVALID_ARGUMENT, "a call names a service and a method");
        }
        name("device", request.getDevice());
        if (request.getPayload().size() > Wire.MAX_CALL_PAYLOAD) {
            throw new CallFailure(Status.INVALID_ARGUMENT, "a payload of " + request.getPayload().size()
                    + " bytes; " + Wire.MAX_CALL_PAYLOAD + " are allowed");
        }
    }

    private static void name(String what, String name) throws CallFailure {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Wire.MAX_NAME) {
            throw new CallFailure(Status.INVALID_ARGUMENT,
                    "the name of a " + what + " has " + bytes + " bytes; " + Wire.MAX_NAME + " are allowed");
        }
    }

    /** How long a call may take: what was asked for, within bounds. */
    static Duration deadline(int millis) {
        if (millis == 0) {
            return DEFAULT_DEADLINE;
        }
        long asked = Integer.toUnsignedLong(millis);
        return Duration.ofMillis(Math.min(asked, MAX_DEADLINE.toMillis()));
    }
}
