// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import dkvm.kernel.api.PoolStatus;
import dkvm.kernel.config.MemorySettings;
import dkvm.kernel.memory.Ledger.Outcome;
import dkvm.kernel.memory.Pool.Mapping;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Access;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.PoolMapped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The shared memory: who may write and who reads which slot of which pool. Its lock is taken last of all, and nobody is
 * called while it is held; what it has to say to devices is only queued. Methods may be called from any thread and do not
 * wait; what takes time happens on a thread of its own.
 */
@Component(service = Memory.class)
public final class Memory {
    private final MemoryLock lock = new MemoryLock();
    private final PoolThread work;
    /** Guarded by lock. */
    private final PoolBook book;
    private final TenantMessages messages;

    /**
     * No pools yet.
     *
     * @param context says where files may be
     */
    @Activate
    public Memory(BundleContext context) {
        this(PoolFolder.of(context::getProperty));
        work.clear();
    }

    /**
     * No pools yet.
     *
     * @param folder where pools that are files go
     */
    public Memory(Path folder) {
        work = new PoolThread(lock, new PoolMaker(folder));
        book = new PoolBook(work, System::nanoTime);
        work.serve(book);
        messages = new TenantMessages(lock, book, work);
    }

    /** Closes all pools: no device is left to use them. */
    @Deactivate
    public void close() {
        work.close(lock.hold(() -> book.all().stream().map(pool -> pool.file).toList()));
    }

    /**
     * What the configuration says. Pools that there are stay as they are.
     *
     * @param settings where pools live, and what they may take together
     */
    public void configure(MemorySettings settings) {
        work.configure(settings);
    }

    /**
     * A process has ended: from now on it holds nothing. What it published before goes on to its readers.
     *
     * @param tenant the process
     */
    public void leave(Tenant tenant) {
        lock.hold(() -> {
            if (!tenant.gone) {
                book.left(tenant);
            }
            return tenant;
        });
    }

    /**
     * A process says something of memory.
     *
     * @param tenant the process
     * @param message PoolMapped, PoolUnmapped, Retain or Release
     * @throws WireException if it cannot go on
     */
    public void message(Tenant tenant, Envelope message) throws WireException {
        messages.take(tenant, message);
    }

    /**
     * A process says what buffers an output of it has from now on.
     *
     * @param tenant the process
     * @param port the output
     * @param kind what it carries
     * @param slotBytes the bytes of its largest buffer
     * @return why there is no memory for them; empty: there is, or nobody reads them yet
     */
    public CompletableFuture<Optional<Refusal>> format(Tenant tenant, String port, StreamKind kind, long slotBytes) {
        var result = new CompletableFuture<Optional<Refusal>>();
        lock.hold(() -> {
            var output = book.output(tenant.device, port, kind);
            if (book.unmaps(tenant, output) >= PoolBook.MAX_RETIRED) {
                work.answer(result, Optional.of(new Refusal(PoolRefusedException.Reason.QUOTA, output.name() + " has "
                        + PoolBook.MAX_RETIRED + " pools of earlier formats; unmap those that are retired first")));
                return output;
            }
            if (!tenant.gone) {
                book.reformat(output, tenant, slotBytes);
            }
            output.waiting.add(new Waiting(false, result));
            book.ensure(output);
            return output;
        });
        return result;
    }

    /**
     * A process asks for one buffer outside the grants.
     *
     * @param tenant the process
     * @param port its output
     * @param kind what it carries
     * @param bytes the buffer's size
     * @param wait how long it may take until one comes free
     * @param awaited whether somebody still waits for the answer
     * @return what becomes of it
     */
    public CompletableFuture<BufferGrant> request(Tenant tenant, String port, StreamKind kind, long bytes,
            Duration wait, BooleanSupplier awaited) {
        var ask = new BufferAsk(bytes, awaited, new CompletableFuture<>());
        lock.hold(() -> {
            var output = book.output(tenant.device, port, kind);
            if (output.maker == null && !tenant.gone) {
                output.maker = tenant;
            }
            if (tenant.gone) {
                work.answer(ask.result, new BufferGrant.WouldBlock());
            } else {
                output.asks.ask(ask, wait.toNanos());
            }
            return output;
        });
        return ask.result;
    }

    /**
     * The links of an output need so many slots.
     *
     * @param device the device it belongs to
     * @param port the output
     * @param kind what it carries
     * @param slots how many; 0: it has no links
     * @return why there are not so many; empty: there are, or will be as soon as the output has a format
     */
    public CompletableFuture<Optional<Refusal>> demand(String device, String port, StreamKind kind, long slots) {
        var result = new CompletableFuture<Optional<Refusal>>();
        boolean served = lock.hold(() -> {
            var output = book.output(device, port, kind);
            output.wanted = slots;
            if (output.serves()) {
                return true;
            }
            output.waiting.add(new Waiting(true, result));
            book.ensure(output);
            return false;
        });
        if (served) {
            result.complete(Optional.empty());
        }
        return result;
    }

    /**
     * A process reads an output from now on: it is told of its pools.
     *
     * @param reader the process
     * @param device whose output
     * @param port the output
     * @param kind what it carries
     * @param input the reader's port
     */
    public void read(Tenant reader, String device, String port, StreamKind kind, String input) {
        lock.hold(() -> {
            book.read(book.output(device, port, kind), reader, input);
            return reader;
        });
    }

    /**
     * A process no longer reads an output: it is told of no further pools.
     *
     * @param reader the process
     * @param device whose output
     * @param port the output
     */
    public void unread(Tenant reader, String device, String port) {
        lock.hold(() -> book.output(device, port).map(output -> output.readers.remove(reader)));
    }

    /**
     * A process reads nothing from now on: it is told of no further pools.
     *
     * @param reader the process
     */
    public void unread(Tenant reader) {
        lock.hold(() -> {
            book.unread(reader);
            return reader;
        });
    }

    /**
     * A process publishes a slot that was granted to it.
     *
     * @param tenant the process
     * @param port its output
     * @param handle which slot
     * @param consumers who hold it from now on
     * @return the slot; null: it does not hold that slot, or not so many bytes of it, which is counted
     * @throws WireException if that happened too often
     */
    public @Nullable SlotRef publish(Tenant tenant, String port, Handle handle, List<Holder> consumers)
            throws WireException {
        var slot = TenantMessages.ref(handle);
        var outcome = lock.hold(() -> {
            var pool = book.pool(slot.pool());
            if (pool == null || pool.maker != tenant || !pool.output.port.equals(port)
                    || Long.compareUnsigned(handle.getLength(), pool.slotBytes) > 0) {
                return Outcome.NOT_HELD;
            }
            var published = book.ledger.publish(slot, tenant.holder, consumers, book.now());
            if (published == Outcome.OK || published == Outcome.FREED) {
                book.settle(pool);
            }
            return published;
        });
        if (outcome == Outcome.OK || outcome == Outcome.FREED) {
            return slot;
        }
        messages.strike(tenant, "published", handle);
        return null;
    }

    /**
     * Gives a buffer to a reader, unless the reader holds all it may.
     *
     * @param slot which
     * @param holder who holds it; gives up one hold
     * @param reader who is to get it
     * @param input the reader's port
     * @param most how many buffers of that output it may hold
     * @return whether it was given
     */
    public Delivery give(SlotRef slot, Holder holder, Tenant reader, String input, int most) {
        return deliver(slot, reader, input, most, () -> book.ledger.give(slot, holder, reader.holder, book.now()));
    }

    /**
     * Lets a reader hold a buffer besides another, unless the reader holds all it may.
     *
     * @param slot which
     * @param holder who holds it, and goes on to
     * @param reader who is to get it too
     * @param input the reader's port
     * @param most how many buffers of that output it may hold
     * @return whether it was given
     */
    public Delivery share(SlotRef slot, Holder holder, Tenant reader, String input, int most) {
        return deliver(slot, reader, input, most, () -> book.ledger.share(slot, holder, reader.holder, book.now()));
    }

    private Delivery deliver(SlotRef slot, Tenant reader, String input, int most, Supplier<Outcome> step) {
        return lock.hold(() -> {
            var pool = book.pool(slot.pool());
            if (pool == null || pool.state == Pool.State.RETIRED) {
                return Delivery.GONE;
            }
            if (reader.gone) {
                return Delivery.LATER;
            }
            book.tell(pool, reader, input);
            var mapping = pool.told.get(reader);
            if (mapping == Mapping.UNABLE) {
                return Delivery.NEVER;
            }
            if (mapping != Mapping.MAPPED || book.held(reader, pool.output) >= most) {
                return Delivery.LATER;
            }
            return step.get() == Outcome.OK ? Delivery.GIVEN : Delivery.GONE;
        });
    }

    /**
     * Whether a process could take a further buffer of an output.
     *
     * @param reader the process
     * @param device whose output
     * @param port the output
     * @param most how many it may hold
     * @return false while it holds all it may, or does not map or unmap what it was told of
     */
    public boolean takes(Tenant reader, String device, String port, int most) {
        return lock.hold(() -> book.output(device, port)
                .map(output -> book.held(reader, output) < most && !book.isBehind(reader, output)).orElse(true));
    }

    /**
     * Gives up a hold of the kernel's own.
     *
     * @param slot which
     * @param holder whose
     */
    public void release(SlotRef slot, Holder holder) {
        lock.hold(() -> {
            var pool = book.pool(slot.pool());
            if (pool != null && book.ledger.release(slot, holder) == Outcome.FREED) {
                book.settle(pool);
            }
            return slot;
        });
    }

    /**
     * The pools.
     *
     * @return a snapshot, by number
     */
    public List<PoolStatus> status() {
        return lock.hold(() -> PoolStatuses.of(book));
    }

    /**
     * Slots that nobody will ever release.
     *
     * @param holds how many buffers each holder of the kernel's own really has
     * @return slots that are held by a process that is gone, or by the kernel without cause
     */
    public long leaked(Map<Holder, Integer> holds) {
        return lock.hold(() -> PoolStatuses.leaked(book, holds));
    }
}
