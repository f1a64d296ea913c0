// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.framework;

import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What signals do to this process. {@code sun.misc.Signal} is the JDK's one way to catch them; it is reached by
 * reflection because javac 25 warns of it with no way to say that it is meant, and our warnings are errors.
 */
public final class Signals {
    private static final int INTERRUPTED = 130;

    private Signals() {}

    /**
     * What signals do to a kernel: SIGTERM and SIGINT ask for an orderly stop; a second SIGINT ends the process at once.
     * SIGHUP asks too where a terminal went away, and else for the configuration to be read again.
     *
     * @param stop the way to ask
     * @param prompt takes a SIGINT; false: there is no prompt to take it
     * @param reload begins to read the configuration again; empty where a terminal was that may go away
     * @param halt ends the process at once with an exit code
     */
    public static void install(StopRequest stop, BooleanSupplier prompt, Optional<Runnable> reload, IntConsumer halt) {
        handle("TERM", stop::ask);
        handle("INT", () -> {
            if (!prompt.getAsBoolean() && !stop.ask()) {
                halt.accept(INTERRUPTED);
            }
        });
        handle("HUP", reload.orElse(stop::ask));
    }

    /**
     * Catches a signal.
     *
     * @param name without {@code SIG}
     * @param action what it does, on a thread of its own
     */
    public static void handle(String name, Runnable action) {
        try {
            var run = MethodHandles.lookup().findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo(action);
            set(name, MethodHandleProxies.asInterfaceInstance(handler(),
                    MethodHandles.dropArguments(run, 0, Class.forName("sun.misc.Signal"))));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LoggerFactory.getLogger("kernel.run").warn("SIG{} cannot be caught here", name, e);
        }
    }

    /**
     * Lets a signal do again what the system does about it.
     *
     * @param name without {@code SIG}
     */
    public static void leave(String name) {
        constant(name, "SIG_DFL");
    }

    /**
     * Lets a signal do nothing.
     *
     * @param name without {@code SIG}
     */
    public static void ignore(String name) {
        constant(name, "SIG_IGN");
    }

    private static void constant(String name, String field) {
        try {
            set(name, handler().getField(field).get(null));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LoggerFactory.getLogger("kernel.run").debug("SIG{} stays as it is", name, e);
        }
    }

    private static Class<?> handler() throws ClassNotFoundException {
        return Class.forName("sun.misc.SignalHandler");
    }

    private static void set(String name, @Nullable Object handler) throws ReflectiveOperationException {
        var signal = Class.forName("sun.misc.Signal");
        signal.getMethod("handle", signal, handler()).invoke(null,
                signal.getConstructor(String.class).newInstance(name), handler);
    }
}
