package dev.caravan.control;

import java.nio.file.Path;

/**
 * The paths of the socket and of its substitute.
 *
 * @param socket  path of the socket
 * @param missing path of a file that says why there is no socket
 */
record ControlFiles(Path socket, Path missing) {

    /** @param state the state directory */
    static ControlFiles in(Path state) {
        return new ControlFiles(state.resolve(ControlSocket.NAME), state.resolve(ControlSocket.MISSING));
    }
}
