// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A device ends at its kernel's word, not at a terminal's.
 *
 * <p>{@code sun.misc.Signal} is met by reflection: javac warns of it in a way that cannot be switched off, and no
 * framework has to offer its package then.
 */
final class Signals {
    /** SIGTERM may be meant for the whole session, kernel included: that long the kernel may end the device orderly. */
    static final long TERM_MS = 5000;
    private static final int TERMINATED = 128 + 15;

    private Signals() {}

    /** Ignores SIGINT and SIGHUP, and SIGTERM for a while; at end of stdin the process ends anyway. */
    static void install(Exit exit) {
        try {
            var handler = Class.forName("sun.misc.SignalHandler");
            var ignore = handler.getField("SIG_IGN").get(null);
            handle("INT", handler, ignore);
            handle("HUP", handler, ignore);
            handle("TERM", handler, Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler},
                    endLater(exit)));
        } catch (ReflectiveOperationException e) {
            // This Java has no such class: signals do what they do.
        }
    }

    private static InvocationHandler endLater(Exit exit) {
        var terminated = new AtomicBoolean();
        return (proxy, method, arguments) -> {
            if (terminated.compareAndSet(false, true)) {
                exit.within(TERM_MS, TERMINATED);
            }
            return null;
        };
    }

    private static void handle(String name, Class<?> handlerType, Object handler) throws ReflectiveOperationException {
        var type = Class.forName("sun.misc.Signal");
        try {
            var signal = type.getConstructor(String.class).newInstance(name);
            type.getMethod("handle", type, handlerType).invoke(null, signal, handler);
        } catch (InvocationTargetException e) {
            // The operating system has no such signal, or the JVM keeps it for itself.
        }
    }
}
