# What the scripts share that run within a Debian of "container.sh".
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
export PATH=/usr/sbin:/usr/bin:/sbin:/bin

fail() { echo "WRONG: $*"; systemctl --no-pager --full status caravan || true; exit 1; }
step() { echo "-- $*"; }
# Waits for a condition, for a minute at most.
until_true() {
    for _ in $(seq 120); do
        if "$@"; then return 0; fi
        sleep 0.5
    done
    fail "it did not come true within a minute: $*"
}
shown() { systemctl show -P "$1" caravan; }
is_shown() { [ "$(shown "$1")" = "$2" ]; }
install() { dpkg --force-confold -i "$1" >/tmp/dpkg 2>&1 || { cat /tmp/dpkg; fail "dpkg -i $1"; }; }
# An S3 server: Caravan's own, as another user, in a folder of its own, whose settings file keeps it from those of the package.
start_s3() { # unit
    mkdir -p /root/s3
    touch /root/s3/application.properties
    systemd-run -q --unit="$1" --working-directory=/root/s3 java -Xmx128m -XX:+UseSerialGC -Dcaravan.source.nginx.enabled=false \
        -Dcaravan.source.nginx-error.enabled=false -Dcaravan.source.auth.enabled=false -Dcaravan.source.netstat.enabled=false \
        -Dcaravan.embedded.port=9999 -jar /test/caravan.jar
}
key() { sed -n "s/^$1 *= *//p" /root/s3/state/embedded/aws-config | head -1; }
# Settings of Caravan for that server.
bucket_settings() {
    cat <<END
caravan.bucket = caravan
camel.component.aws2-s3.region = us-east-1
camel.component.aws2-s3.uri-endpoint-override = http://127.0.0.1:9999
camel.component.aws2-s3.override-endpoint = true
camel.component.aws2-s3.force-path-style = true
END
}
# What the bucket has of a source, uncompressed.
bucket() { find /root/s3/state/embedded/s3/caravan/"$1" -type f -name '*.gz' 2>/dev/null | sort | xargs -r zcat; }
