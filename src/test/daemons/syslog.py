"""A log daemon for attack.sh: writes each datagram from the socket argv[1] as a line of the file argv[2], as rsyslog's
traditional format does: priority off, host in, control characters escaped."""
import os, re, socket, sys

try:
    os.unlink(sys.argv[1])
except FileNotFoundError:
    pass
server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
server.bind(sys.argv[1])
os.chmod(sys.argv[1], 0o666)
with open(sys.argv[2], "ab", buffering=0) as out:
    while True:
        message = server.recv(65536).rstrip(b"\0\n")
        message = re.sub(rb"^<\d+>", b"", message)
        message = re.sub(rb"[\x00-\x1f\x7f]", lambda m: b"#%03o" % m.group()[0], message)
        out.write(message[:16] + b"web1 " + message[16:] + b"\n")
