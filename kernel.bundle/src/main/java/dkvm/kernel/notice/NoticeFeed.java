// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.notice;

import dkvm.kernel.api.Notice;
import dkvm.kernel.api.Notices;
import dkvm.sdk.wire.TopicPrefix;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Notices that wait for one listener. Any thread adds, one takes. */
final class NoticeFeed implements Notices.Feed {
    static final int CAPACITY = 1024;

    private final List<TopicPrefix> prefixes;
    private final Consumer<NoticeFeed> onClose;
    private final BlockingQueue<Notice> queue = new LinkedBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();

    NoticeFeed(List<String> prefixes, Consumer<NoticeFeed> onClose) {
        this.prefixes = (prefixes.isEmpty() ? List.of("") : prefixes).stream().map(TopicPrefix::new).toList();
        this.onClose = onClose;
    }

    /** Never waits. Of the space, half is for states alone. */
    void offer(Notice notice, boolean state) {
        if (prefixes.stream().noneMatch(prefix -> prefix.matches(notice.topic()))) {
            return;
        }
        boolean room = state || queue.remainingCapacity() > CAPACITY / 2;
        if (!room || !queue.offer(notice)) {
            dropped.getAndIncrement();
        }
    }

    @Override
    public Optional<Notice> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public long dropped() {
        return dropped.get();
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}
