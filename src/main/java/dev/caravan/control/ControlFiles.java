package dev.caravan.control;

import java.nio.file.Path;

/**
 * Where the socket is.
 *
 * @param socket  the socket
 * @param missing in its place where there can be none: why
 */
record ControlFiles(Path socket, Path missing) {

    /** @param state the state directory */
    static ControlFiles in(Path state) {
        return new ControlFiles(state.resolve(ControlSocket.NAME), state.resolve(ControlSocket.MISSING));
    }
}
