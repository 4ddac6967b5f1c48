package dev.caravan.pipeline;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Path;

/** Functions of the system's libraries, which Java has no way to without native code. */
public final class NativeFunctions {

    private static boolean loaded;

    private NativeFunctions() {
    }

    /**
     * Binds the {@code native} methods of a class to the functions of their names.
     *
     * @param library as {@code dlopen(3)} takes it, or as the linker does
     * @throws LinkageError if it is not installed, lacks a function, or no native code can be used
     */
    public static synchronized void bind(Class<?> methods, String library) {
        // JNA unpacks its own native code when it is first used, and deletes it once it is loaded.
        if (loaded || System.getProperty(NativeDirectory.JNA) != null) {
            register(methods, library);
            return;
        }
        Path directory = null;
        try {
            directory = NativeDirectory.temporary();
            System.setProperty(NativeDirectory.JNA, directory.toString());
            register(methods, library);
        } catch (IOException e) {
            throw new UnsatisfiedLinkError("there is no directory for native code: " + e);
        } finally {
            System.clearProperty(NativeDirectory.JNA);
            if (directory != null && !directory.toFile().delete()) {
                directory.toFile().deleteOnExit();
            }
        }
    }

    private static void register(Class<?> methods, String library) {
        Native.register(methods, library);
        loaded = true;
    }
}
