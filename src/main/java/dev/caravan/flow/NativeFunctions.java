package dev.caravan.flow;

import com.sun.jna.Native;

/** Functions of the system's libraries, which Java has no way to without native code. */
public final class NativeFunctions {

    private NativeFunctions() {
    }

    /**
     * Binds the {@code native} methods of a class to the functions of their names.
     *
     * @param library as {@code dlopen(3)} takes it, or as the linker does
     * @throws LinkageError if it is not installed, lacks a function, or no native code can be used
     */
    public static void bind(Class<?> methods, String library) {
        // Where zstd unpacks its native code as well; the home folder that JNA would take may not be writable.
        if (System.getProperty("jna.tmpdir") == null) {
            System.setProperty("jna.tmpdir", System.getProperty("java.io.tmpdir"));
        }
        Native.register(methods, library);
    }
}
