// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.deploy.Deployments.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Those who asked for something and have no answer yet; each is answered once the folder's state says how it went. For one thread. */
final class Pending {
    private final List<Waiting> waiting = new ArrayList<>();

    /**
     * Somebody who waits.
     *
     * @param file the file it is about; empty: none
     * @param hash the file's content
     * @param look says how it went, once that can be said
     */
    private record Waiting(String file, String hash, Supplier<Optional<Outcome>> look,
            CompletableFuture<Outcome> answer) {}

    /** Waits for a file's content to run or to be refused. */
    void await(String file, String hash, Supplier<Optional<Outcome>> look, CompletableFuture<Outcome> answer) {
        waiting.add(new Waiting(file, hash, look, answer));
    }

    /** Waits for what is no file. */
    void await(Supplier<Optional<Outcome>> look, CompletableFuture<Outcome> answer) {
        await("", "", look, answer);
    }

    /** A file was refused. */
    void refused(FolderFile file, String words) {
        waiting.stream().filter(each -> each.file().equals(file.name()))
                .filter(each -> file.content() instanceof Content.Whole whole && whole.hash().equals(each.hash()))
                .forEach(each -> each.answer().complete(new Outcome.Refused(words)));
        drop();
    }

    /** The folder was looked at, and what it wants is done. */
    void settle() {
        for (var each : List.copyOf(waiting)) {
            each.look().get().ifPresent(each.answer()::complete);
        }
        drop();
    }

    private void drop() {
        waiting.removeIf(each -> each.answer().isDone());
    }
}
