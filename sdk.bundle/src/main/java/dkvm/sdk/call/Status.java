// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.call;

/** How a call ended: the status codes of gRPC, in the order of their numbers. */
public enum Status {
    /** It went well; no {@link CallFailure} carries this. */
    OK,
    /** The caller no longer waits. */
    CANCELLED,
    /** Something without a better name. */
    UNKNOWN,
    /** What was sent cannot be right, whatever the state of things. */
    INVALID_ARGUMENT,
    /** The time was up; whether it was done is not known. */
    DEADLINE_EXCEEDED,
    /** What was asked for, such as the device, does not exist. */
    NOT_FOUND,
    /** What was to be made is already there. */
    ALREADY_EXISTS,
    /** The caller may not do this. */
    PERMISSION_DENIED,
    /** Too many calls at once, or too much at once. */
    RESOURCE_EXHAUSTED,
    /** Not in the present state of things. */
    FAILED_PRECONDITION,
    /** Another one interfered; try the whole again. */
    ABORTED,
    /** Beyond the end. */
    OUT_OF_RANGE,
    /** There is no such service or method. */
    UNIMPLEMENTED,
    /** The one that was called has a fault. */
    INTERNAL,
    /** The device does not run, or ended meanwhile; try again later. */
    UNAVAILABLE,
    /** Data is lost for good. */
    DATA_LOSS,
    /** It is not known who calls. */
    UNAUTHENTICATED;

    /**
     * The number on the wire.
     *
     * @return the gRPC status code, 0 to 16
     */
    public int code() {
        return ordinal();
    }

    /**
     * The status of a number.
     *
     * @param code as on the wire
     * @return its status; {@link #UNKNOWN} if it is none of gRPC's
     */
    public static Status of(int code) {
        var all = values();
        return code >= 0 && code < all.length ? all[code] : UNKNOWN;
    }
}
