// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.sdk.bridge.LaunchSpec;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import dkvm.sdk.event.StreamKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The options of a device of type {@code process}, as {@link DeviceEntry#options()} holds them: {@code command}, {@code
 * env} (a list of {@code NAME=VALUE}: names may differ in case only), {@code ports.out} and {@code ports.in} (lists of
 * {@code NAME=KIND}), and the program's own options under {@code options.}.
 *
 * @param command the program and its arguments
 * @param environment variables set for it
 * @param options its own configuration, flattened: String, Long, Double, Boolean or List&lt;String&gt;
 * @param ports the ports declared for it; empty: unknown until it says Hello
 */
public record ProcessOptions(List<String> command, Map<String, String> environment, Map<String, Object> options,
        List<Port> ports) {
    static final String COMMAND = "command";
    static final String ENVIRONMENT = "env";
    static final String OUTPUTS = "ports.out";
    static final String INPUTS = "ports.in";
    static final String OWN = "options.";

    /** Copies all. */
    public ProcessOptions {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        options = Map.copyOf(options);
        ports = List.copyOf(ports);
    }

    /**
     * Reads them back from a device's options.
     *
     * @param options the options of a device of type {@code process}
     * @return them, apart
     */
    public static ProcessOptions of(Map<String, Object> options) {
        var own = new LinkedHashMap<String, Object>();
        options.forEach((key, value) -> {
            if (key.startsWith(OWN)) {
                own.put(key.substring(OWN.length()), value);
            }
        });
        var typed = Options.of(options);
        var launch = launch(typed);
        return new ProcessOptions(launch.command(), launch.environment(), own, ports(typed));
    }

    /**
     * How the program is started.
     *
     * @param options the options of a device of type {@code process}
     * @return its command and environment
     */
    public static LaunchSpec.Command launch(Options options) {
        var environment = new LinkedHashMap<String, String>();
        options.list(ENVIRONMENT).forEach(pair -> environment.put(name(pair), value(pair)));
        return new LaunchSpec.Command(options.list(COMMAND), environment);
    }

    /**
     * The ports that are declared for it.
     *
     * @param options the options of a device of type {@code process}
     * @return outputs, then inputs; none: it says itself what it has
     */
    public static List<Port> ports(Options options) {
        var ports = new ArrayList<Port>();
        options.list(OUTPUTS).forEach(pair -> ports.add(Port.out(name(pair), kind(pair))));
        options.list(INPUTS).forEach(pair -> ports.add(Port.in(name(pair), kind(pair))));
        return ports;
    }

    private static StreamKind kind(String pair) {
        return StreamKind.valueOf(value(pair).toUpperCase(Locale.ROOT));
    }

    private static String name(String pair) {
        return pair.substring(0, pair.indexOf('='));
    }

    private static String value(String pair) {
        return pair.substring(pair.indexOf('=') + 1);
    }
}
