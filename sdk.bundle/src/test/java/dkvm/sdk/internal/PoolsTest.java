// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.FakeKernel.input;
import static dkvm.sdk.internal.PlayedPool.envelope;
import static dkvm.sdk.internal.PlayedPool.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.wire.v1.Access;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.PoolAdded;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pools are mapped if they are what the kernel says, and go when nobody uses them. */
class PoolsTest {
    private static final FrameFormat SMALL = FrameFormat.xr24(32, 16);

    @TempDir
    Path folder;

    private PlayedPool pool;

    @BeforeEach
    void make() {
        pool = new PlayedPool(folder, 3, SMALL.bytes(), 4);
    }

    private InProcess monitor() {
        var device = new InProcess(Specs.monitor(_ -> new RecordingSink()));
        device.kernel.ignoring(BodyCase.CREDIT).activate(input(5, "video", "cam.video", 1));
        return device;
    }

    private static String answer(InProcess device, PoolAdded.Builder added) {
        device.kernel.say(Envelope.newBuilder().setPoolAdded(added).build());
        var mapped = device.kernel.next(BodyCase.POOL_MAPPED).message().getPoolMapped();
        assertThat(mapped.getPool()).isEqualTo(3);
        return mapped.getError();
    }

    @Test
    void whatIsNotTheFileThatWasMeantIsNotMapped() throws Exception {
        try (var device = monitor()) {
            var added = pool.added(Access.READ, "video");
            assertThat(answer(device, added.clone().setPath(folder.resolve("none").toString())))
                    .isEqualTo("there is no " + folder.resolve("none"));
            assertThat(answer(device, added.clone().setInode(added.getInode() + 1)))
                    .startsWith(pool.path + " is another file by now: inode " + added.getInode() + " of 8192 bytes");
            assertThat(answer(device, added.clone().setBytes(added.getBytes() + 1))).contains("instead of inode");
            var other = Files.createDirectory(folder.resolve("folder"));
            assertThat(answer(device, added.clone().setPath(other.toString())
                    .setInode((Long) Files.getAttribute(other, "unix:ino")).setBytes(Files.size(other))
                    .setSlotBytes(1))).contains(other + ": ");
            assertThat(answer(device, added)).as("none of this made the number known").isEmpty();
            // The kernel may retire what could not be mapped, too.
            device.kernel.say(pool.retired());
            assertThat(device.kernel.next(BodyCase.POOL_UNMAPPED).message().getPoolUnmapped().getPool()).isEqualTo(3);
            device.kernel.say(pool.retired());
            device.kernel.next(BodyCase.POOL_UNMAPPED);
            assertThat(answer(device, added)).isEmpty();
        }
    }

    @Test
    void aKernelThatContradictsItselfEndsTheDevice() {
        broken("pool 3 is added twice", pool.toRead("video"));
        broken("pool 4 of 8192 bytes cannot have 5 slots of 2048", added().setPool(4).setSlots(5));
        broken("pool 4 of 8192 bytes cannot have 4294967295 slots of 2048", added().setPool(4).setSlots(-1));
        broken("pool 4 of 8192 bytes cannot have 4 slots of -1", added().setPool(4).setSlotBytes(-1));
        broken("pool 4 is neither to be read nor to be written",
                added().setPool(4).setAccess(Access.ACCESS_UNSPECIFIED));
        broken("pool 4 is for an output that carries no buffers: video", added().setPool(4).setAccess(Access.WRITE));
        broken("pool 3 was not added to be written", pool.grant(1));
        broken("pool 9 was not added to be read", frameOf(pool.handle(0, 1, SMALL.bytes()).toBuilder().setPool(9)));
        broken("slot 4 with 2048 bytes, of pool 3 with 4 slots of 2048", frameOf(handle().setSlot(4)));
        broken("slot 4294967295 with 2048 bytes, of pool 3 with 4 slots of 2048", frameOf(handle().setSlot(-1)));
        broken("slot 0 with 2049 bytes, of pool 3 with 4 slots of 2048", frameOf(handle().setLength(2049)));
    }

    private PoolAdded.Builder added() {
        return pool.added(Access.READ, "video");
    }

    private Handle.Builder handle() {
        return pool.handle(0, 1, SMALL.bytes()).toBuilder();
    }

    private static Envelope frameOf(Handle.Builder handle) {
        return envelope(frame(5, 1, SMALL, handle.build()));
    }

    private void broken(String words, PoolAdded.Builder message) {
        broken(words, Envelope.newBuilder().setPoolAdded(message).build());
    }

    private void broken(String words, Envelope message) {
        try (var device = monitor()) {
            assertThat(answer(device, added())).isEmpty();
            device.kernel.say(message);
            device.exits(1);
            assertThat(device.log()).isEqualTo("<3>the kernel broke the wire protocol: " + words + "\n");
        }
    }

    @Test
    void atTheEndOfStdinPlainFilesAreRemovedUnlessTheyAreOthersByNow() throws Exception {
        try (var device = monitor()) {
            assertThat(answer(device, added())).isEmpty();
            var other = new PlayedPool(folder, 4, SMALL.bytes(), 1);
            device.kernel.say(other.toRead("video"));
            device.kernel.next(BodyCase.POOL_MAPPED);
            Files.delete(other.path);
            Files.writeString(other.path, "somebody's");
            device.kernel.close();
            device.exits(0);
        }
        assertThat(pool.path).doesNotExist();
        assertThat(folder.resolve("pool4")).hasContent("somebody's");
    }

    @Test
    void whenTheDeviceIsToldToStopTheFilesStay() {
        try (var device = monitor()) {
            assertThat(answer(device, added())).isEmpty();
            device.kernel.stop();
            device.exits(0);
            assertThat(pool.path).exists();
        }
    }
}
