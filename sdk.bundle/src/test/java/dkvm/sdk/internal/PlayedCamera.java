// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.FakeKernel.output;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.sdk.Source;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Loop;
import dkvm.sdk.wire.v1.PortFormat;
import dkvm.sdk.wire.v1.Request;
import dkvm.sdk.wire.v1.Response;

/** A device that gives out pictures, and what a kernel says to it. */
final class PlayedCamera implements AutoCloseable {
    static final int STREAM = 7;
    static final long PLENTY = 1 << 30;

    final InProcess device;
    final FakeKernel kernel;

    PlayedCamera(Source source) {
        this(source, PLENTY);
    }

    PlayedCamera(Source source, long credit) {
        device = new InProcess(Specs.camera(_ -> source));
        kernel = device.kernel;
        kernel.activate(output(STREAM, "video", 1, credit, PLENTY));
    }

    Request request(String service, String method) {
        var request = kernel.next(BodyCase.REQUEST).message().getRequest();
        assertThat(request.getService() + "." + request.getMethod()).isEqualTo(service + "." + method);
        return request;
    }

    void answer(Request request, int status, String words, ByteString payload) {
        kernel.say(Envelope.newBuilder().setResponse(Response.newBuilder().setId(request.getId()).setStatus(status)
                .setMessage(words).setPayload(payload)).build());
    }

    /** The device asks for a format, and gets it. */
    PortFormat agrees() {
        var request = request("port", "format");
        answer(request, 0, "", ByteString.EMPTY);
        try {
            return PortFormat.parseFrom(request.getPayload());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** The device asks for a format, gets it, and a pool with these slots. */
    void agrees(PlayedPool pool, int... granted) {
        agrees();
        maps(pool);
        kernel.say(pool.grant(granted));
    }

    void maps(PlayedPool pool) {
        kernel.say(pool.toWrite("video"));
        assertThat(kernel.next(BodyCase.POOL_MAPPED).message().getPoolMapped().getError()).isEmpty();
    }

    /** Until the device's main thread waits. */
    void waits() {
        for (int i = 0; i < 10_000; i++) {
            if (kernel.ping().getLoop() == Loop.WAITING_CREDIT) {
                return;
            }
        }
        throw new AssertionError("it does not wait for anything");
    }

    Event event() {
        return kernel.next(BodyCase.EVENT).message().getEvent();
    }

    @Override
    public void close() {
        device.close();
    }
}
