// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.Context;
import dkvm.sdk.DeviceFailure;
import dkvm.sdk.bridge.Direction;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.config.Options;
import dkvm.sdk.internal.linux.LinuxFiles;
import dkvm.sdk.internal.memory.Leaks;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Ready;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a device on a platform: the wiring, the handshake, and what becomes of failures. */
final class DeviceRuntime {
    private static final int EX_CONFIG = 78;

    private final DeviceSpec spec;
    private final Platform platform;
    private final Exit exit;
    private final Inbox inbox = new Inbox();
    private final LoopState loop = new LoopState();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final WireOut out;
    private final Outputs outputs;
    private final CallClient client;
    private final Subscriptions subscriptions;
    private final NoticeInbox notices;
    private final Pools pools;

    DeviceRuntime(DeviceSpec spec, Platform platform) {
        this.spec = spec;
        this.platform = platform;
        this.exit = platform.exit();
        this.out = new WireOut(platform.out(), exit);
        var ports = new ArrayList<OutputPort>();
        for (var port : spec.ports()) {
            if (port.direction() == Direction.OUT) {
                ports.add(new OutputPort(port.name(), port.kind(), out, loop));
            }
        }
        this.outputs = new Outputs(ports, out);
        this.client = new CallClient(out, loop);
        this.subscriptions = new Subscriptions(client);
        this.notices = new NoticeInbox(platform.log());
        this.pools = new Pools(new LinuxFiles(), outputs, new Leaks(platform.log()));
    }

    /**
     * Runs the device on the calling thread, which becomes the author's.
     *
     * @return never
     */
    Ended run() {
        try {
            var streams = new InStreams();
            loop.ofThisThread();
            var conversation = new Conversation(client, new CallServer(spec, out, platform.log()), subscriptions,
                    notices, pools);
            var messages = new KernelMessages(outputs, streams, inbox, loop, conversation, platform.log(), draining);
            Thread.ofPlatform().daemon().name("dkvm-io")
                    .start(new KernelReader(platform, messages, streams, pools, inbox));
            out.write(Wire.preamble(), Wire.preamble().length);
            out.send(Greeting.hello(spec));
            welcomed();
            throw work();
        } catch (DeviceFailure e) {
            platform.log().error(e.getMessage());
            throw exit.now(e.reason().status());
        } catch (Ended e) {
            throw e;
        } catch (CallFailure e) {
            throw exit.now(failed(e));
        } catch (IOException | UncheckedIOException e) {
            // A full disk, a file that is gone: no fault of the program, so its trace is for those who ask.
            platform.log().error("the device failed: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            platform.log().debug("the device failed", e);
            throw exit.now(1);
        } catch (InternalError e) {
            platform.log().error(isFault(e)
                    ? "shared memory is gone under the device: a pool's file was cut short; nothing but the kernel may touch it"
                    : "the device failed: " + e);
            platform.log().debug("the device failed", e);
            throw exit.now(1);
        } catch (Throwable e) {
            platform.log().error("the device failed", e);
            throw exit.now(1);
        } finally {
            // Where the process is only played by a test: else it is over by now.
            out.close();
            pools.close();
        }
    }

    /** The JVM says so in these words alone. */
    private static boolean isFault(InternalError error) {
        return error.getMessage() != null && error.getMessage().contains("unsafe memory access");
    }

    /** A call that ends because the device is told to stop is no failure of it. */
    private int failed(CallFailure failure) {
        if (client.stopped()) {
            return 0;
        }
        platform.log().error("the device failed", failure);
        return 1;
    }

    private void welcomed() {
        while (true) {
            switch (inbox.take()) {
                case Work.Welcomed(int version) -> {
                    if (version == Wire.VERSION) {
                        return;
                    }
                    platform.log().error("the kernel chose version " + version
                            + " of the wire protocol, this device speaks " + Wire.VERSION
                            + "; use a dKVMs and a device that fit");
                    throw exit.now(EX_CONFIG);
                }
                case Work.Stop() -> throw exit.now(0);
                default -> {
                    // Nothing else makes sense yet.
                }
            }
        }
    }

    private Ended work() throws Exception {
        var context = context();
        switch (spec.program()) {
            case DeviceSpec.Producing(var factory) -> {
                var source = factory.create(context);
                ready();
                return new SourceWork(source, inbox, outputs, loop, exit, draining).run();
            }
            case DeviceSpec.Consuming(var factory) -> {
                var sink = factory.create(context);
                ready();
                return consume(new SinkWork(sink, inbox, outputs, loop, platform, draining));
            }
        }
    }

    private Ended consume(SinkWork work) throws Exception {
        try {
            return work.run();
        } catch (CallFailure e) {
            if (!client.stopped()) {
                throw e;
            }
            return work.stop();
        }
    }

    private Context context() {
        var environment = platform.environment();
        var id = environment.getOrDefault("DKVM_DEVICE_ID", spec.type());
        return new Context(id, spec.type(), Options.fromEnvironment(environment), platform.log(),
                new KernelCalls(client, subscriptions, notices), new KernelNotices(id, out, subscriptions, notices));
    }

    private void ready() {
        Rehearsal.run(spec);
        out.send(Envelope.newBuilder().setReady(Ready.getDefaultInstance()).build());
    }
}
