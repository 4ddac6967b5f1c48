# What the tests in a real Debian or Ubuntu share: sourced by "run", "journal" and ../bare/run. Makes one with debootstrap, once, and boots it in
# systemd-nspawn.

# Ends the script, with a message, where it cannot be run.
must_have() {
    for program in "$@"; do
        command -v "$program" >/dev/null || { echo "not tried: $program is not installed"; exit 0; }
    done
    [ "$(id -u)" = 0 ] || { echo "not tried: only root can start systemd-nspawn"; exit 0; }
}

# Sets $mirror and $options for debootstrap; both are empty for a Debian.
archive_of() { # suite
    mirror=""
    options=""
    case $1 in
        noble)
            # Debian's debootstrap may not know it yet: all of Ubuntu's since 2007 are made alike. The key is in Debian 13's ubuntu-archive-keyring.
            mirror="http://archive.ubuntu.com/ubuntu /usr/share/debootstrap/scripts/gutsy"
            options="--components=main,universe --keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg"
            ;;
    esac
}

# Sets $root, the folder of a Debian, which is made if it is not there: needs a mirror then.
make_debian() { # suite
    local java=openjdk-21-jre-headless packages
    [ "$1" != bookworm ] || java=openjdk-17-jre-headless
    packages=systemd,systemd-sysv,dbus,libpam-systemd,adduser,passwd,procps,iproute2,net-tools,libdeflate0,openssh-server,openssh-client,sudo,jq,$java
    root=$PWD/${CARAVAN_DEBIAN:-target/debian}/$1
    if [ "$(cat "$root.done" 2>/dev/null)" != "$packages" ]; then
        rm -rf "$root"
        mkdir -p "$root"
        archive_of "$1"
        # shellcheck disable=SC2086
        debootstrap --variant=minbase $options --include="$packages" "$1" "$root" $mirror >"$root.log" 2>&1 || {
            # No answer of the mirror is no fault of Caravan's.
            echo "not tried: debootstrap could not make $1: $(tail -n 1 "$root.log")"
            exit 0
        }
        echo "$packages" >"$root.done"
    fi
}

# Makes a folder for a test, $work, which the container sees as /test; it is gone when the script ends.
make_work() { # files of src/test/debian, the first of which is run there
    work=$PWD/$(mktemp -d target/debian-test.XXXX)
    trap 'end_work' EXIT
    cp src/test/debian/common.sh src/test/debian/inside.service target/caravan.jar "$work"
    cp "src/test/debian/$1" "$work/inside.sh"
    cp "$(ls target/caravan_*_all.deb)" "$work/new.deb"
}
end_work() {
    umount "$work/root" 2>/dev/null || true
    rm -rf "$work"
}

# Boots $root, without a network; returns when it has powered itself off, or was ended after so many seconds.
boot() { # seconds, options of systemd-nspawn
    local seconds=$1
    shift
    timeout --kill-after=10 "$seconds" systemd-nspawn --quiet --directory="$root" --private-network --register=no --keep-unit --link-journal=no \
        --console=pipe --bind="$work:/test" --bind-ro="$work/inside.service:/etc/systemd/system/inside.service" "$@" \
        --boot systemd.wants=inside.service >>"$work/console" 2>&1 </dev/null || true
}

# Prints what the test has printed, and ends the script by what came of it.
result() { # name
    cat "$work/output" 2>/dev/null || cat "$work/console"
    if [ ! -e "$work/passed" ]; then
        cp "$work/journal" "target/debian-$1.journal" 2>/dev/null || true
        echo "FAILED: $1; the journal is in target/debian-$1.journal"
        exit 1
    fi
    echo "passed: $1"
}
