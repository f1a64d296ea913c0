// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.sdk.bridge.DeviceFacts;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.jar.JarFile;

/**
 * Loads the classes of one jar over those of the SDK. Unlike URLClassLoader it keeps no file open: types are read anew
 * with every new jar, and a jar must stay replaceable.
 */
final class FactsLoader extends ClassLoader {
    private final Path jar;

    private FactsLoader(Path jar) {
        super("facts of " + jar.getFileName(), DeviceFacts.class.getClassLoader());
        this.jar = jar;
    }

    static DeviceFacts load(Path jar, String className) throws ReflectiveOperationException {
        var type = Class.forName(className, true, new FactsLoader(jar));
        try {
            return (DeviceFacts) type.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(String.valueOf(e.getCause()), e);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (var file = new JarFile(jar.toFile())) {
            var entry = file.getEntry(name.replace('.', '/') + ".class");
            if (entry == null) {
                throw new ClassNotFoundException(name);
            }
            try (var in = file.getInputStream(entry)) {
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            }
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
