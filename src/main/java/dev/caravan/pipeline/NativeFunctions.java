package dev.caravan.pipeline;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Path;

/** Binds functions of the system's libraries, which Java can reach through native code only. */
public final class NativeFunctions {

    private static boolean loaded;

    private NativeFunctions() {
    }

    /**
     * Binds the {@code native} methods of a class to the functions of the same names.
     *
     * @param library the name that {@code dlopen(3)} or the linker takes
     * @throws LinkageError the library is not installed or lacks a function, or no native code can be loaded
     */
    public static synchronized void bind(Class<?> methods, String library) {
        // JNA unpacks its own native code at its first use, and deletes it once it is loaded.
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
