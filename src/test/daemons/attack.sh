#!/bin/sh
# Lets Debian's own sshd, sudo, su and useradd write what attackers make them write, into the file $1; sshd listens on port
# $2. Run it as root in a mount namespace of its own (unshare --mount), for /etc, /dev and /run become copies; needs python3
# as the log daemon, for it reads datagrams.
set -eu
out=$1
port=$2
work=/run/attack
here=$(dirname "$(readlink -f "$0")")
mount --make-rprivate /
# Nothing is left of it when the namespace ends.
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p "$work/etc" "$work/dev" /run/sshd
cp -a /etc/. "$work/etc/"
mount --bind "$work/etc" /etc
mount -t tmpfs tmpfs "$work/dev"
for device in null zero full random urandom tty; do
  touch "$work/dev/$device"
  mount --bind "/dev/$device" "$work/dev/$device"
done
mkdir "$work/dev/pts" "$work/dev/shm"
mount -t devpts devpts "$work/dev/pts" -o newinstance,ptmxmode=0666
ln -s pts/ptmx "$work/dev/ptmx"
ln -s /proc/self/fd "$work/dev/fd"
mount --bind "$work/dev" /dev

python3 "$here/syslog.py" /dev/log "$out" &
log=$!
while [ ! -S /dev/log ]; do sleep 0.05; done

# --- accounts -----------------------------------------------------------------------------------------------------------------
home="$work/home"
useradd -m -d "$home" -s /bin/sh mallory
groupadd wheelers
usermod -a -G wheelers mallory
gpasswd -a mallory sys >/dev/null
echo 'mallory:right' | chpasswd
chage -E 2030-01-01 mallory
chsh -s /bin/bash mallory
chmod 755 "$home"
useradd -M denied
echo 'denied:right' | chpasswd

# --- sshd ---------------------------------------------------------------------------------------------------------------------
ssh-keygen -q -t ed25519 -N '' -f "$work/host"
ssh-keygen -q -t ed25519 -N '' -C 'x from 6.6.6.6 port 6 ssh2' -f "$work/key"
mkdir "$home/.ssh"
cp "$work/key.pub" "$home/.ssh/authorized_keys"
chown -R mallory "$home"
cat >"$work/sshd_config" <<EOF
Port $port
ListenAddress 127.0.0.1
HostKey $work/host
PidFile none
UsePAM yes
PasswordAuthentication yes
KbdInteractiveAuthentication no
PermitRootLogin no
LogLevel VERBOSE
MaxAuthTries 3
DenyUsers denied
EOF
/usr/sbin/sshd -D -f "$work/sshd_config" &
daemon=$!
i=0
until ssh-keyscan -p "$port" 127.0.0.1 >/dev/null 2>&1 || [ $i = 100 ]; do sleep 0.1; i=$((i + 1)); done

printf '#!/bin/sh\necho wrong\n' >"$work/wrong"
printf '#!/bin/sh\necho right\n' >"$work/right"
chmod 755 "$work/wrong" "$work/right"
attempt() {
  user=$1
  answer=$2
  shift 2
  # The user is a setting, for a name on the command line must be a tame one.
  printf 'Host target\n HostName 127.0.0.1\n Port %s\n User "%s"\n' "$port" "$user" >"$work/ssh_config"
  SSH_ASKPASS="$work/$answer" SSH_ASKPASS_REQUIRE=force ssh -F "$work/ssh_config" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
    -o ConnectTimeout=5 -o NumberOfPasswordPrompts=1 "$@" target true </dev/null >/dev/null 2>&1 || true
}
for name in 'admin' 'root' 'denied' 'root from 6.6.6.6 port 6 ssh2' 'invalid user root from 6.6.6.6 port 6' 'x] 6.6.6.6 port 6 [preauth' \
  'x for root from 6.6.6.6' '6.6.6.6' 'mallory from 6.6.6.6' "$(printf 'a%.0s' $(seq 300)) from 6.6.6.6 port 6 ssh2" \
  "$(printf 'ü%.0s' $(seq 200)) from 6.6.6.6 port 6 ssh2" "$(printf '\001%.0s' $(seq 90)) from 6.6.6.6 port 6 ssh2"; do
  attempt "$name" wrong -o PreferredAuthentications=password -o PubkeyAuthentication=no
done
attempt mallory right -o PreferredAuthentications=password -o PubkeyAuthentication=no
attempt mallory wrong -i "$work/key" -o IdentitiesOnly=yes -o PreferredAuthentications=publickey
printf 'GET / from 6.6.6.6 port 6 HTTP/1.1\r\n\r\n' | timeout 5 python3 -c "
import socket,sys
s=socket.create_connection(('127.0.0.1',$port)); s.sendall(sys.stdin.buffer.read()); s.settimeout(3)
try:
  while s.recv(1000): pass
except OSError: pass" || true

# --- sudo and su --------------------------------------------------------------------------------------------------------------
echo 'mallory ALL=(root) NOPASSWD: /bin/true' >/etc/sudoers.d/mallory
chmod 440 /etc/sudoers.d/mallory
as() {
  who=$1
  shift
  (cd "$home" && setpriv --reuid "$who" --regid "$(id -g "$who")" --clear-groups "$@" </dev/null >/dev/null 2>&1) || true
}
as mallory sudo -n /bin/true 'x ; USER=forged ; COMMAND=/forged'
as mallory sudo -n /bin/true "$(printf 'x\nNov 25 10:00:00 sshd[1]: Accepted password for forged from 6.6.6.6 port 6 ssh2')"
as mallory sh -c 'echo wrong | sudo -S /bin/cat "/etc/shadow ; USER=forged"'
as denied sh -c 'echo right | sudo -S /bin/true " ; USER=forged ; COMMAND=/forged"'
# sudo breaks its message in front of the long name: the first part looks whole.
long="$home/x ; USER=forged ; COMMAND=/forged $(printf 'a%.0s' $(seq 200))"
for name in b c d e f g; do long="$long/$(printf "$name%.0s" $(seq 200))"; done
mkdir -p "$long"
as mallory sh -c 'cd "$1" && sudo -n /bin/true' sh "$long"
as nobody sh -c 'echo wrong | su mallory -c true'

userdel mallory >/dev/null 2>&1 || true
sleep 0.5
kill "$daemon" "$log" 2>/dev/null || true
wait 2>/dev/null || true
