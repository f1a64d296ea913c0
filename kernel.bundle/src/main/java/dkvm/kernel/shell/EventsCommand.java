// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.Notice;
import dkvm.kernel.api.Notices;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code events [-n N] [-f] [--json]}: state changes of devices and pipelines, and what devices tell. Following ends with
 * the client: a sign of life every second finds out that it is gone.
 */
final class EventsCommand implements Command {
    static final Duration LOOK = Duration.ofSeconds(1);
    private static final int DEFAULT_NOTICES = 20;

    private final Notices notices;
    private final NoticeForm form = new NoticeForm(ZoneId.systemDefault());

    EventsCommand(Notices notices) {
        this.notices = notices;
    }

    @Override
    public String name() {
        return "events";
    }

    @Override
    public String synopsis() {
        return "events [-n N] [-f] [--json]";
    }

    @Override
    public String summary() {
        return "the last state changes and notices; -f: and further ones";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("-n", "the last N only; 20");
    }

    @Override
    public String example() {
        return "events -f";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var parsed = Arguments.read(name(), arguments, Set.of("-f", "--json"), Set.of("-n"), 0);
        int most = parsed.number(name(), "-n", DEFAULT_NOTICES);
        boolean json = parsed.has("--json");
        if (!parsed.has("-f")) {
            notices.recent(most).forEach(notice -> print(notice, json, answer));
            return 0;
        }
        // Opened before the look back, so that nothing falls between; what is in both is printed once.
        try (var feed = notices.feed(List.of())) {
            long last = 0;
            for (var notice : notices.recent(most)) {
                print(notice, json, answer);
                last = notice.number();
            }
            follow(feed, last, json, answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private void follow(Notices.Feed feed, long seen, boolean json, Answer answer) throws InterruptedException {
        answer.following();
        long told = 0;
        while (true) {
            var next = feed.next(LOOK);
            long dropped = feed.dropped();
            if (dropped > told) {
                tellDropped(dropped - told, json, answer);
                told = dropped;
            }
            if (next.isPresent() && next.get().number() > seen) {
                print(next.get(), json, answer);
            }
        }
    }

    private static void tellDropped(long number, boolean json, Answer answer) {
        if (json) {
            answer.json(Map.of("dropped", number));
        } else {
            answer.out(number + " notices were dropped: the reader is too slow\n");
        }
    }

    private void print(Notice notice, boolean json, Answer answer) {
        if (json) {
            answer.json(form.json(notice));
        } else {
            answer.out(form.line(notice));
        }
    }
}
