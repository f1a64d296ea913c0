// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.call.Caller;
import dkvm.kernel.call.KernelService;
import dkvm.kernel.notice.Reports;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.wire.v1.LinkList;
import dkvm.sdk.wire.v1.PipelinesQuery;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * {@code pipelines.list}. A look at the links takes the locks that events take, so a flood of calls shares one look
 * every 10 ms. For the thread of services.
 */
final class PipelinesService implements KernelService {
    static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final KernelView view;
    private final LongSupplier clock;
    private List<LinkStatus> links = List.of();
    private long lookedNanos;
    private boolean looked;

    PipelinesService(KernelView view, LongSupplier clock) {
        this.view = view;
        this.clock = clock;
    }

    @Override
    public ByteString call(Caller caller, String method, ByteString payload)
            throws CallFailure, InvalidProtocolBufferException {
        if (!method.equals("list")) {
            throw KernelService.unknownMethod(method);
        }
        var wanted = PipelinesQuery.parseFrom(payload).getPipelinesList();
        return LinkList.newBuilder().addAllLinks(links().stream()
                .filter(link -> wanted.isEmpty() || wanted.contains(link.pipeline())).map(Reports::link).toList())
                .build().toByteString();
    }

    private List<LinkStatus> links() {
        long now = clock.getAsLong();
        if (!looked || now - lookedNanos >= FRESH_NANOS) {
            links = view.links();
            lookedNanos = now;
            looked = true;
        }
        return links;
    }
}
