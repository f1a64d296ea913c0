// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.framework;

import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.IntConsumer;
import org.slf4j.LoggerFactory;

/**
 * What signals do to a running kernel. {@code sun.misc.Signal} is the JDK's one way to catch them; it is reached by
 * reflection because javac 25 warns of it with no way to say that it is meant, and our warnings are errors.
 */
public final class Signals {
    private static final int INTERRUPTED = 130;

    private Signals() {}

    /**
     * SIGTERM and SIGINT ask for an orderly stop; a second SIGINT ends the process at once. SIGHUP asks too where a
     * terminal went away, and else does nothing.
     *
     * @param stop the way to ask
     * @param terminal whether the kernel was started from a terminal
     * @param halt ends the process at once with an exit code
     */
    public static void install(StopRequest stop, boolean terminal, IntConsumer halt) {
        handle("TERM", stop::ask);
        handle("INT", () -> {
            if (!stop.ask()) {
                halt.accept(INTERRUPTED);
            }
        });
        handle("HUP", () -> {
            if (terminal) {
                stop.ask();
            }
        });
    }

    private static void handle(String name, Runnable action) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var run = MethodHandles.lookup().findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo(action);
            signal.getMethod("handle", signal, handler).invoke(null,
                    signal.getConstructor(String.class).newInstance(name),
                    MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(run, 0, signal)));
        } catch (ReflectiveOperationException e) {
            LoggerFactory.getLogger("kernel.run").warn("SIG{} cannot be caught here: it ends the kernel at once", name,
                    e);
        }
    }
}
