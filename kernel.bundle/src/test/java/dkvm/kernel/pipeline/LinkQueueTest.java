// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dkvm.kernel.memory.SlotRef;
import dkvm.kernel.pipeline.LinkQueue.Mark;
import dkvm.sdk.wire.v1.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The queue behaves as a list of entries does. */
@Execution(ExecutionMode.CONCURRENT)
class LinkQueueTest {
    private static final int STEPS = 100_000;
    private static final Mark[] MARKS = {Mark.BEGIN, Mark.RELEASE, Mark.END};
    private static final Mark[] EVENTS = {Mark.PLAIN, Mark.DOWN, Mark.UP};

    private record Entry(Mark mark, long seq, int usage, ByteString bytes, Optional<Carried> buffer) {
        boolean event() {
            return !bytes.isEmpty() || buffer.isPresent();
        }
    }

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final LinkQueue queue = new LinkQueue();
    private final List<Entry> model = new ArrayList<>();

    @Test
    void behavesAsAList() {
        int limit = 10;
        for (int i = 0; i < STEPS; i++) {
            if (random.nextInt(1000) == 0) {
                limit = 1 + random.nextInt(random.nextBoolean() ? 10 : 1000);
            }
            if (model.size() < limit && random.nextInt(5) < 3) {
                add();
            } else if (!model.isEmpty()) {
                remove();
            }
            compare();
        }
    }

    private void add() {
        long seq = random.nextLong();
        int usage = random.nextInt();
        if (random.nextInt(4) == 0) {
            var mark = MARKS[random.nextInt(MARKS.length)];
            queue.add(mark, seq, usage);
            model.add(new Entry(mark, seq, usage, ByteString.EMPTY, Optional.empty()));
            return;
        }
        if (random.nextInt(4) == 0) {
            var event = Event.newBuilder().setSeq(seq).build();
            var carried = Carried.of(event, new SlotRef(1, 1, 1), new byte[9], 2, 5);
            queue.add(carried);
            model.add(new Entry(Mark.CARRIED, seq, 0, ByteString.EMPTY, Optional.of(carried)));
            return;
        }
        var mark = EVENTS[random.nextInt(EVENTS.length)];
        var bytes = new byte[1 + random.nextInt(random.nextInt(200) == 0 ? 65_539 : 60)];
        random.nextBytes(bytes);
        int offset = random.nextInt(5);
        var array = new byte[offset + bytes.length + 3];
        System.arraycopy(bytes, 0, array, offset, bytes.length);
        queue.add(mark, seq, usage, array, offset, bytes.length);
        model.add(new Entry(mark, seq, usage, ByteString.copyFrom(bytes), Optional.empty()));
    }

    private void remove() {
        if (queue.events() > 0 && random.nextInt(4) == 0) {
            var oldest = model.stream().filter(Entry::event).findFirst().orElseThrow();
            assertThat(queue.removeOldestEvent()).as("seed %s", seed).isSameAs(oldest.buffer().orElse(null));
            model.remove(oldest);
        } else {
            queue.remove();
            model.removeFirst();
        }
    }

    private void compare() {
        assertThat(queue.entries()).as("seed %s", seed).isEqualTo(model.size());
        assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
        assertThat(queue.events()).isEqualTo(model.stream().filter(Entry::event).count());
        assertThat(queue.buffers()).isEqualTo(model.stream().filter(entry -> entry.buffer().isPresent()).count());
        assertThat(queue.firstEventSeq())
                .isEqualTo(model.stream().filter(Entry::event).findFirst().map(Entry::seq).orElse(0L));
        assertThat(queue.bytes()).isEqualTo(model.stream().mapToLong(entry -> entry.bytes().size()).sum());
        if (!model.isEmpty()) {
            var first = model.getFirst();
            var bytes = new byte[queue.length() + 2];
            queue.copyTo(bytes, 2);
            assertThat(new Entry(queue.mark(), queue.seq(), queue.usage(), first.bytes(), first.buffer()))
                    .isEqualTo(first);
            first.buffer().ifPresent(buffer -> assertThat(queue.carried()).isSameAs(buffer));
            assertThat(ByteString.copyFrom(bytes, 2, queue.length())).isEqualTo(first.bytes());
        }
    }
}
