// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.kernel.call.Caller;
import dkvm.kernel.call.KernelService;
import dkvm.kernel.notice.DeviceNotices;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Status;
import dkvm.sdk.wire.TopicPrefix;
import dkvm.sdk.wire.v1.Topics;
import java.util.List;

/** {@code notices.subscribe} and {@code notices.unsubscribe}. */
final class NoticesService implements KernelService {

    @Override
    public ByteString call(Caller caller, String method, ByteString payload)
            throws CallFailure, InvalidProtocolBufferException {
        switch (method) {
            case "subscribe" -> {
                if (!caller.notices().subscribe(prefixes(payload))) {
                    throw new CallFailure(Status.RESOURCE_EXHAUSTED,
                            DeviceNotices.MAX_PREFIXES + " different prefixes may be subscribed to");
                }
            }
            case "unsubscribe" -> caller.notices().unsubscribe(prefixes(payload));
            default -> throw KernelService.unknownMethod(method);
        }
        return ByteString.EMPTY;
    }

    private static List<TopicPrefix> prefixes(ByteString payload)
            throws CallFailure, InvalidProtocolBufferException {
        var texts = Topics.parseFrom(payload).getPrefixesList();
        if (texts.isEmpty()) {
            throw new CallFailure(Status.INVALID_ARGUMENT, "no prefix is named; \"\" is that of all topics");
        }
        try {
            return texts.stream().map(TopicPrefix::new).toList();
        } catch (IllegalArgumentException e) {
            throw new CallFailure(Status.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
        }
    }
}
