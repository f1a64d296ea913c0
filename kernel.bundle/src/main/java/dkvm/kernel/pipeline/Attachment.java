// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.sdk.wire.v1.Pressed;
import dkvm.sdk.wire.v1.StreamOpened;
import java.util.List;

/**
 * A process's place in the graph.
 *
 * @param source where its events go
 * @param sink where its events come from
 * @param streams its streams at this moment, for {@code Activate}
 * @param pressed what is down at its inputs, handed over by the process before; for {@code Activate}
 */
public record Attachment(SourceEnd source, SinkEnd sink, List<StreamOpened> streams, List<Pressed> pressed) {}
