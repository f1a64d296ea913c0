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

/** Notices that wait for one listener, bounded in number and in bytes. Any thread adds, one takes. */
final class NoticeFeed implements Notices.Feed {
    static final int CAPACITY = 1024;
    static final int MAX_BYTES = 1 << 20;

    private volatile List<TopicPrefix> prefixes;
    private final Consumer<NoticeFeed> onClose;
    private final BlockingQueue<Notice> queue = new LinkedBlockingQueue<>(CAPACITY);
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    NoticeFeed(List<String> prefixes, Consumer<NoticeFeed> onClose) {
        this.prefixes = read(prefixes);
        this.onClose = onClose;
    }

    private static List<TopicPrefix> read(List<String> prefixes) {
        return (prefixes.isEmpty() ? List.of("") : prefixes).stream().map(TopicPrefix::new).toList();
    }

    /** Collects other notices from now on; those that wait are not looked at again. */
    void select(List<String> newPrefixes) {
        prefixes = read(newPrefixes);
    }

    /** Never waits. Of the space, half is for states alone. */
    void offer(Notice notice, boolean state) {
        if (prefixes.stream().noneMatch(prefix -> prefix.matches(notice.topic()))) {
            return;
        }
        int part = state ? 1 : 2;
        long size = notice.payload().size();
        boolean room = bytes.addAndGet(size) <= MAX_BYTES / part
                && queue.remainingCapacity() > CAPACITY - CAPACITY / part;
        if (!room || !queue.offer(notice)) {
            bytes.addAndGet(-size);
            dropped.getAndIncrement();
        }
    }

    @Override
    public Optional<Notice> next(Duration patience) throws InterruptedException {
        var next = Optional.ofNullable(queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
        next.ifPresent(notice -> bytes.addAndGet(-notice.payload().size()));
        return next;
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
