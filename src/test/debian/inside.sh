#!/bin/bash
# Within the Debian that "run" has started: installs, upgrades, removes and purges the package, and counts lines in the bucket.
. /test/common.sh

archive() { find /var/cache/caravan -maxdepth 1 -name '*-classes.jsa'; }
lines_in_bucket() { bucket nginx | wc -l; }
has_lines() { [ "$(lines_in_bucket)" -ge "$1" ]; }
write() { # from, to
    seq -f '203.0.113.5 - - [25/Nov/2026:10:15:00 +0000] "GET /%.0f HTTP/1.1" 200 1 "-" "-"' "$1" "$2" >>/var/log/nginx/access.log
}

step "an S3 server: Caravan's own, of another user, in a folder of its own"
start_s3 s3
until_true test -s /root/s3/state/embedded/aws-config

step "install"
mkdir -p /var/log/nginx
touch /var/log/nginx/access.log
chown -R www-data:adm /var/log/nginx
chmod 0750 /var/log/nginx
chmod 0640 /var/log/nginx/access.log
install /test/old.deb
is_shown ActiveState active || fail "the service was not started"
id -nG caravan | grep -qw adm || fail "caravan is not in the group adm"
[ "$(stat -c '%U:%G %a' /etc/caravan/application.properties)" = "root:caravan 640" ] || fail "mode of the settings"
[ "$(stat -c '%U %a' /var/lib/caravan)" = "caravan 700" ] || fail "mode of the state: $(stat -c '%U %a' /var/lib/caravan)"
[ "$(stat -c '%U:%G %a' "$(archive)")" = "root:root 644" ] || fail "archive of classes: $(ls -l /var/cache/caravan)"
[ "$(stat -c '%U:%G %a %s' /etc/caravan/http-token)" = "root:caravan 640 64" ] || fail "the token of HTTP"
[ "$(shown NotifyAccess) $(shown Type)" = "all notify" ] || fail "the unit"
pid=$(shown MainPID)
[ "$(ps -o user= -p "$pid")" = caravan ] || fail "it runs as $(ps -o user= -p "$pid")"
grep -q "$(archive)" "/proc/$pid/maps" || fail "the archive of classes is not used"
[ "$(grep -c ^Cap[PEA] "/proc/$pid/status")" = 3 ] && ! grep '^Cap[PEA]' "/proc/$pid/status" | grep -qv 0000000000000000 \
    || fail "it has rights of root: $(grep ^Cap "/proc/$pid/status")"
echo "a commented file of settings: $(grep -c '^#' /etc/caravan/application.properties) lines; it sets only: $(grep -v '^#\|^$' \
    /etc/caravan/application.properties)"

step "a bucket, with keys that only root can read (credentials.conf)"
printf '[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n' "$(key aws_access_key_id)" "$(key aws_secret_access_key)" \
    >/etc/caravan/credentials
chmod 600 /etc/caravan/credentials
mkdir -p /etc/systemd/system/caravan.service.d
ln -s /usr/share/caravan/caravan.service.d/credentials.conf /etc/systemd/system/caravan.service.d/
bucket_settings >>/etc/caravan/application.properties
cat >>/etc/caravan/application.properties <<END
caravan.batch.interval = 1s
caravan.netstat.interval = 1s
caravan.deliver.attempt-timeout = 2s
END
systemctl daemon-reload
write 1 100
systemctl restart caravan
until_true has_lines 100
(cd /tmp && caravan status | grep -q '^nginx ') || fail "caravan status: $(caravan status)"
step "a source of one's own in /etc/caravan/routes, which the package has made"
[ -z "$(ls /etc/caravan/routes)" ] || fail "/etc/caravan/routes is not empty"
mkdir -p /var/log/own
echo "a line of its own" >/var/log/own/own.log
cat >/etc/caravan/routes/own.yaml <<END
- route:
    id: own
    from:
      uri: kamelet:log-tail-source
      parameters: { source: own, directory: /var/log/own, fileName: own.log }
      steps:
        - unmarshal: { custom: { ref: raw } }
        - to: kamelet:s3-batch-sink?source=own
END
until_true eval 'bucket own | grep "a line of its own" >/dev/null'

step "root-view: names of other users' programs"
until_true eval 'bucket netstat | grep "\"local_port\":9999" >/dev/null'
bucket netstat | grep '"local_port":9999' | grep '"name":"java"' && fail "it sees programs of root without root-view"
ln -s /usr/share/caravan/caravan.service.d/root-view.conf /etc/systemd/system/caravan.service.d/
systemctl daemon-reload
systemctl restart caravan
until_true eval 'bucket netstat | grep "\"local_port\":9999" | grep "\"name\":\"java\"" >/dev/null'
rm /etc/systemd/system/caravan.service.d/root-view.conf
systemctl daemon-reload
systemctl restart caravan

step "upgrade while the log is written, settings changed by the administrator"
(for i in $(seq 101 10 3091); do write "$i" $((i + 9)); sleep 0.05; done) &
writer=$!
sleep 2
before=$(shown MainPID)
old_archive=$(archive)
install /test/new.deb
[ "$(shown MainPID)" != "$before" ] && is_shown ActiveState active || fail "the service was not started again"
[ "$(archive)" != "$old_archive" ] && [ "$(archive | wc -l)" = 1 ] || fail "archives after the upgrade: $(archive)"
grep -q "$(archive)" "/proc/$(shown MainPID)/maps" || fail "the new archive of classes is not used"
grep -q '^caravan.bucket = caravan' /etc/caravan/application.properties || fail "the settings were replaced"
[ -e /etc/caravan/application.properties.dpkg-dist ] || fail "the new settings are not beside the old ones"
[ "$(stat -c '%U:%G %a' /etc/caravan/application.properties)" = "root:caravan 640" ] || fail "mode of the settings"
wait "$writer"
until_true has_lines 3100
bucket nginx | sort >/tmp/delivered
sort /var/log/nginx/access.log | diff -q - /tmp/delivered >/dev/null || fail "lines are lost or there twice: $(sort \
    /var/log/nginx/access.log | diff - /tmp/delivered | head -5)"
echo "3,100 lines, each once, over three restarts and an upgrade"

step "another Java: the archive is made anew by dpkg's trigger"
rm "$(archive)"
dpkg-trigger --by-package=openjdk /usr/lib/jvm
dpkg --triggers-only -a
[ "$(archive | wc -l)" = 1 ] || fail "the trigger made no archive"

step "wrong settings: no restart"
sed -i 's/^caravan.batch.interval = .*/caravan.batch.interval = soon/' /etc/caravan/application.properties
systemctl restart caravan 2>/dev/null && fail "it started with wrong settings"
is_shown ActiveState failed && is_shown ExecMainStatus 2 || fail "exit value $(shown ExecMainStatus)"
journalctl -u caravan --no-pager | grep -q 'caravan.batch.interval.*soon' || fail "the journal does not say why"
sed -i 's/^caravan.batch.interval = .*/caravan.batch.interval = 1s/' /etc/caravan/application.properties

step "a process that hangs is started again by the watchdog"
mkdir -p /run/systemd/system/caravan.service.d
printf '[Service]\nWatchdogSec=4s\nRestartSec=1s\n' >/run/systemd/system/caravan.service.d/soon.conf
systemctl daemon-reload
systemctl start caravan
before=$(shown MainPID)
grep -q jna "/proc/$before/maps" || fail "it has no native code"
sleep 9
[ "$(shown MainPID)" = "$before" ] || fail "the watchdog ended a program that was alive"
kill -STOP "$before"
until_true eval '[ "$(shown NRestarts)" -ge 1 ] && is_shown ActiveState active'
rm -r /run/systemd/system/caravan.service.d
systemctl daemon-reload
systemctl restart caravan

step "systemd-notify, where native code cannot be used"
printf '[Service]\nEnvironment="CARAVAN_JAVA_OPTS=-Djna.nosys=true -Djna.boot.library.path=/nowhere -Djna.nounpack=true"\n' \
    >/etc/systemd/system/caravan.service.d/plain.conf
systemctl daemon-reload
systemctl restart caravan || fail "it is not ready without native code"
grep -q jna "/proc/$(shown MainPID)/maps" && fail "it has native code"
rm /etc/systemd/system/caravan.service.d/plain.conf
systemctl daemon-reload
systemctl restart caravan

step "a unit that shadows the package's is named"
cp /usr/lib/systemd/system/caravan.service /etc/systemd/system/caravan.service
install /test/new.deb
grep -q '/etc/systemd/system/caravan.service takes the place' /tmp/dpkg || fail "it is not named: $(cat /tmp/dpkg)"
rm /etc/systemd/system/caravan.service
systemctl daemon-reload

step "remove, with logs that were not delivered"
systemctl restart caravan
systemctl stop s3
write 3101 3110
sleep 3
dpkg -r caravan >/tmp/dpkg 2>&1 || fail "dpkg -r: $(cat /tmp/dpkg)"
grep -q 'objects wait in /var/lib/caravan/outbox' /tmp/dpkg || fail "what waits is not told: $(cat /tmp/dpkg)"
[ -z "$(pgrep -u caravan)" ] || fail "it still runs"
[ -e /etc/caravan/application.properties ] && [ ! -e /var/cache/caravan ] || fail "after removal"

step "purge keeps them"
dpkg -P caravan >/tmp/dpkg 2>&1 || fail "dpkg -P: $(cat /tmp/dpkg)"
grep -q '/var/lib/caravan is kept' /tmp/dpkg || fail "that the state is kept is not told: $(cat /tmp/dpkg)"
[ -n "$(find /var/lib/caravan/outbox -type f)" ] || fail "the outbox is gone"
[ ! -e /etc/caravan/application.properties ] || fail "the settings are still there"

step "installed again they are delivered; then purge leaves nothing"
systemctl reset-failed s3 2>/dev/null || true
start_s3 s3-again
until_true eval 'ss -ltn | grep -q :9999'
mkdir -p /etc/caravan
echo "caravan.state-dir = /var/lib/caravan" >/etc/caravan/application.properties
bucket_settings >>/etc/caravan/application.properties
printf 'AWS_ACCESS_KEY_ID=%s\nAWS_SECRET_ACCESS_KEY=%s\n' "$(key aws_access_key_id)" "$(key aws_secret_access_key)" \
    >/etc/caravan/environment
chmod 600 /etc/caravan/environment
rm -f /etc/systemd/system/caravan.service.d/credentials.conf
systemctl daemon-reload
install /test/new.deb
until_true has_lines 3110
until_true eval '[ -z "$(find /var/lib/caravan/outbox -type f)" ]'
write 3111 3120
# drain delivers what the last look at the log has seen, and logs are looked at each second.
sleep 3
dpkg -r caravan >/tmp/dpkg 2>&1 || fail "dpkg -r: $(cat /tmp/dpkg)"
has_lines 3120 || fail "what was open is not delivered by a removal: $(lines_in_bucket) lines: $(cat /tmp/dpkg)"
[ "$(bucket nginx | sort | uniq -d | wc -l)" = 0 ] || fail "lines are there twice"
dpkg -P caravan >/tmp/dpkg 2>&1 || fail "dpkg -P: $(cat /tmp/dpkg)"
for left in /var/lib/caravan /var/cache/caravan /usr/share/caravan /usr/bin/caravan /usr/lib/systemd/system/caravan.service; do
    [ ! -e "$left" ] || fail "$left is left"
done
systemctl is-enabled caravan >/dev/null 2>&1 && fail "it is still enabled"
echo "all tried"
