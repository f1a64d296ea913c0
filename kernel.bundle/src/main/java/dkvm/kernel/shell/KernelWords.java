// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.KernelView;
import dkvm.kernel.config.DeviceTypes;
import dkvm.kernel.config.Overflow;
import dkvm.kernel.deploy.Deployments;
import dkvm.kernel.pipeline.Graph;
import dkvm.sdk.bridge.Direction;
import dkvm.sdk.log.LogLevel;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The words that stand for something in this kernel. */
final class KernelWords implements Vocabulary {
    private final KernelView view;
    private final Graph graph;
    private final Deployments deployments;

    KernelWords(KernelView view, Graph graph, Deployments deployments) {
        this.view = view;
        this.graph = graph;
        this.deployments = deployments;
    }

    @Override
    public List<Candidate> words(String name) {
        return switch (name) {
            case "ID", "DEVICE" -> view.devices().stream()
                    .map(device -> new Candidate(device.id(), device.state() + "  " + device.type())).toList();
            case "FROM" -> ports(Direction.OUT).toList();
            case "TO" -> ports(Direction.IN).toList();
            case "PORT" -> Stream.concat(ports(Direction.OUT), ports(Direction.IN)).toList();
            case "TYPE" -> types();
            case "BUNDLE" -> deployments.status().stream().filter(bundle -> !bundle.bundle().isEmpty())
                    .map(bundle -> new Candidate(bundle.bundle(), bundle.state() + "  " + bundle.version()))
                    .toList();
            case "LEVEL" -> Arrays.stream(LogLevel.values()).map(level -> new Candidate(LogFilter.id(level), ""))
                    .toList();
            case "RULE" -> Arrays.stream(Overflow.values()).map(rule -> new Candidate(rule.id(), "")).toList();
            default -> List.of();
        };
    }

    private Stream<Candidate> ports(Direction direction) {
        var what = direction.name().toLowerCase(Locale.ROOT) + ", ";
        return graph.ports(direction).entrySet().stream()
                .map(port -> new Candidate(port.getKey(), what + port.getValue().id()));
    }

    private List<Candidate> types() {
        try {
            var types = DeviceTypes.read(deployments.deviceJars());
            return types.names().stream().map(name -> new Candidate(name, types.named(name).description())).toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
