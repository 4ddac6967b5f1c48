#!/bin/bash
# Within the Debian that "journal" has booted, once in each boot: makes records of all kinds in a real journal, kills, rotates, vacuums, and
# compares what journalctl has with what came to the bucket.
set -eu
. /test/common.sh

matches="SYSLOG_FACILITY=4 SYSLOG_FACILITY=10"
# Each record as [microseconds, ident, pid, message]. A value with control characters is a list of bytes for journalctl. What sudo begins with
# are blanks that fill the user's name up to eight characters.
in_journal() {
    journalctl -q -a -o json $matches "$@" | jq -c 'def text: if type == "array" then implode else . end;
        [(._SOURCE_REALTIME_TIMESTAMP // .__REALTIME_TIMESTAMP | tonumber), (.SYSLOG_IDENTIFIER // ._COMM | text),
        (.SYSLOG_PID // ._PID // "-1" | tonumber), (.MESSAGE | text | ltrimstr("   "))]' | sort
}
in_bucket() {
    bucket auth | jq -c '[((.time[0:19] + "Z" | fromdate) * 1000000 + (.time[20:26] | tonumber)), .ident, .pid // -1, .message]' | sort
}
has_all() {
    in_journal >/tmp/journal
    in_bucket >/tmp/bucket
    comm -23 /tmp/journal /tmp/bucket >/tmp/missing
    [ ! -s /tmp/missing ]
}
# All that the journal has is in the bucket; with "exactly" nothing else is. Nothing is there twice.
compare() { # what, [exactly]
    for _ in $(seq 60); do
        if has_all; then break; fi
        sleep 1
    done
    [ ! -s /tmp/missing ] || fail "$1: $(wc -l </tmp/missing) records are missing: $(head -3 /tmp/missing)"
    [ -z "$(uniq -d /tmp/bucket)" ] || fail "$1: twice in the bucket: $(uniq -d /tmp/bucket | head -3)"
    if [ "${2-}" = exactly ]; then
        # Some were written meanwhile.
        in_journal >/tmp/journal
        comm -13 /tmp/journal /tmp/bucket >/tmp/more
        [ ! -s /tmp/more ] || fail "$1: $(wc -l </tmp/more) records were never written: $(head -3 /tmp/more)"
    fi
    echo "$1: $(wc -l </tmp/journal) records in the journal, each once in the bucket"
}
# Messages with numbers, of a length that fills files of the journal. Sent through /dev/log, as syslog(3) does.
number() { # from, to
    seq -f "number %.0f $(printf 'x%.0s' $(seq 300))" "$1" "$2" | logger -p authpriv.info -t numbers
}
numbers() { bucket auth | jq -r 'select(.ident == "numbers") | .message' | cut -d' ' -f2 | sort -n; }
# What Caravan logs goes to a file: in the journal, it would be vacuumed too.
log=/var/log/caravan.log
since_now() { begun=$(wc -l <"$log" 2>/dev/null || echo 0); }
logged() { tail -n +$((begun + 1)) "$log" 2>/dev/null; }
said() { logged | grep -F "$1"; }
# How many records of all programs may be missing, as it says.
told() {
    { said "records of the journal were deleted (vacuumed) before they were read: " || true; said "records (vacuum) about as fast" || true; } |
        sed 's/.*read: \(up to \)\{0,1\}\([0-9]*\) of all.*/\2/' | awk '{ sum += $1 } END { print sum + 0 }'
}
# Of the numbers that were written after "from" each has come once, or is told to be missing, and not many more are.
lost_is_told() { # from, count
    local lost=$(($2 - $(numbers | awk -v from="$1" '$1 > from' | wc -l))) told
    told=$(told)
    echo "of $2 numbers $lost were deleted before they were read; told: $told records of all programs"
    [ "$told" -ge "$lost" ] && [ "$told" -le $((lost + $2 / 2)) ] || { logged; fail "lost $lost, told $told"; }
}
wait_started() { until_true is_shown ActiveState active; }

log_in() { # user, answer, options of ssh
    local user=$1 answer=$2
    shift 2
    printf '#!/bin/sh\necho %s\n' "$answer" >/root/answer
    chmod 755 /root/answer
    SSH_ASKPASS=/root/answer SSH_ASKPASS_REQUIRE=force ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o NumberOfPasswordPrompts=1 \
        -o ConnectTimeout=10 "$@" "$user@127.0.0.1" true </dev/null >/dev/null 2>&1 || true
}
# What people, and attackers, do.
log_ins() {
    log_in alice right
    log_in alice wrong
    log_in mallory wrong
    su alice -c "echo wrong | sudo -S -k true" >/dev/null 2>&1 || true
    su alice -c "echo right | sudo -S -k true /x 'a b'" >/dev/null 2>&1 || true
    su alice -c "echo wrong | su root -c true" >/dev/null 2>&1 || true
    su alice -c "logger -p auth.info -t sshd 'Accepted password for root from 6.6.6.6 port 6 ssh2'"
    logger -p auth.info -t text "$(printf 'a\tb')"
    logger -p auth.notice -t text "$(printf 'y%.0s' $(seq 5000))"
    useradd -m "user$1" && userdel -r "user$1" >/dev/null 2>&1
}

boot=$(($(cat /root/boot 2>/dev/null || echo 0) + 1))
echo "$boot" >/root/boot
again() { # how to power off
    touch /test/again
    sync
    $1
    exit 5
}

echo "== boot $boot, $(systemctl --version | head -1), boot id $(tr -d - </proc/sys/kernel/random/boot_id)"
[ ! -e /var/log/auth.log ] || fail "there is an auth.log"
systemctl start ssh     # Ubuntu begins it with the first connection
until_true systemctl is-active --quiet ssh
start_s3 s3
until_true eval 'ss -ltn | grep -q :9999'
systemctl is-active -q systemd-journald || fail "journald does not run"

if [ "$boot" = 1 ]; then
    step "install, where there is no auth.log"
    useradd -m -s /bin/bash alice
    echo alice:right | chpasswd
    echo 'alice ALL=(root) /bin/true, /usr/bin/true' >/etc/sudoers.d/alice
    until_true test -s /root/s3/state/embedded/aws-config
    # 10,000 records in 30 s of one service are all that journald takes by default.
    mkdir -p /etc/systemd/journald.conf.d /etc/systemd/system/caravan.service.d
    printf '[Journal]\nRateLimitIntervalSec=0\n' >/etc/systemd/journald.conf.d/test.conf
    printf '[Unit]\nStartLimitIntervalSec=0\n[Service]\nRestartSec=1s\nStandardOutput=append:%s\nStandardError=append:%s\n' "$log" "$log" \
        >/etc/systemd/system/caravan.service.d/soon.conf
    systemctl restart systemd-journald
    log_ins 1
    install /test/new.deb
    systemctl stop caravan
    rm -rf /var/lib/caravan/*
    bucket_settings >>/etc/caravan/application.properties
    cat >>/etc/caravan/application.properties <<END
caravan.batch.interval = 1s
caravan.source.netstat.enabled = false
caravan.deliver.attempt-timeout = 2s
END
    printf 'AWS_ACCESS_KEY_ID=%s\nAWS_SECRET_ACCESS_KEY=%s\n' "$(key aws_access_key_id)" "$(key aws_secret_access_key)" >/etc/caravan/environment
    chmod 600 /etc/caravan/environment

    step "caravan check, by root and by others"
    (cd /root && caravan check) >/tmp/check || { cat /tmp/check; fail "caravan check finds something"; }
    cat /tmp/check
    grep -q 'user .*checked as the user caravan (group caravan, groups .*(systemctl show)' /tmp/check || fail "it was not checked as the unit's user"
    count=$(in_journal | wc -l)
    found=$(sed -n 's/^ok *auth *the journal (SYSLOG_FACILITY=4 SYSLOG_FACILITY=10): \([0-9]*\) records; the first .* are understood/\1/p' /tmp/check)
    # The check itself may have made some, by su and systemd.
    [ "${found:-0}" -gt 10 ] && [ "$found" -le "$count" ] || fail "check says $found records, journalctl has $count"
    grep -q 's3://caravan/caravan-check/.* was stored' /tmp/check || fail "the keys of the unit's environment were not used"
    gpasswd -d caravan adm >/dev/null
    caravan check >/tmp/check && fail "check finds nothing wrong without rights"
    grep '^FAIL *auth .*usermod -aG systemd-journal caravan' /tmp/check || { cat /tmp/check; fail "check does not say what to do"; }

    step "without rights on the journal"
    since_now
    systemctl start caravan
    until_true said "Let this user read the journal: usermod -aG systemd-journal caravan"
    until_true eval 'caravan status | grep -q "^auth .*failed"'
    caravan status | grep 'usermod -aG systemd-journal caravan' || { caravan status; fail "status does not say what to do"; }
    [ "$(in_bucket | wc -l)" = 0 ] || fail "it can read the journal"
    usermod -aG systemd-journal caravan
    systemctl restart caravan
    compare "rights were given" exactly
    caravan status | grep '^auth ' | grep -q failed && fail "status still says that it fails"

    step "real logins while it runs"
    log_ins 2
    compare "logins" exactly
    for event in ssh_login ssh_failed ssh_invalid_user auth_failure sudo sudo_failed su_failed user_added user_deleted; do
        # Not by jq -e: jq 1.6 fails if the last line does not match.
        bucket auth | jq -c --arg event "$event" 'select(.event == $event)' | grep -q . || fail "no event $event"
    done
    # journald looks at /proc when it takes the message: a process that has ended by then has no _exe, but always its _uid.
    forged=$(bucket auth | jq -r 'select(.message | startswith("Accepted password for root from 6.6.6.6")) | "_uid \(._uid), _exe \(._exe)"' | tail -1)
    case $forged in
        "_uid $(id -u alice), _exe "*) echo "a login that alice has forged with logger: $forged" ;;
        *) fail "who forged a login is not told: $forged" ;;
    esac

    step "journald is restarted and killed, the journal rotated, Caravan killed, while 20,000 records are written"
    (for i in $(seq 1 200 19801); do number "$i" $((i + 199)); done) &
    writer=$!
    for i in 1 2 3 4 5; do
        sleep 1.5
        kill -9 "$(shown MainPID)"
        journalctl --rotate
        sleep 1.5
        if [ $((i % 2)) = 1 ]; then
            systemctl kill -s KILL systemd-journald
        else
            systemctl restart systemd-journald
        fi
    done
    wait "$writer"
    wait_started
    compare "kills" exactly
    [ "$(shown NRestarts)" -ge 4 ] || fail "it was killed $(shown NRestarts) times only"
    numbers >/tmp/numbers
    echo "numbers: $(wc -l </tmp/numbers) of 20000 were stored by journald, from $(head -1 /tmp/numbers) to $(tail -1 /tmp/numbers)"

    step "the journal is vacuumed while Caravan keeps pace"
    since_now
    (for i in $(seq 20001 200 29801); do number "$i" $((i + 199)); sleep 0.1; done) &
    writer=$!
    for i in 1 2 3 4 5 6; do
        sleep 1
        journalctl -q --rotate --vacuum-size=1M 2>/dev/null
    done
    wait "$writer"
    # journalctl may have stopped seeing what comes: Caravan runs it anew.
    number 29999 30000
    until_true eval '[ "$(numbers | tail -1)" = 30000 ]'
    compare "vacuumed while it runs"
    lost_is_told 20000 10002

    step "vacuumed while it is stopped: what is lost is told, what is left comes once"
    systemctl stop caravan
    in_bucket >/tmp/before
    number 30001 34000
    journalctl --rotate
    number 34001 36000
    log_ins 3
    journalctl -q --rotate --vacuum-size=1 2>/dev/null || true
    journalctl -q --vacuum-files=1 2>/dev/null || true
    number 36001 36500
    since_now
    systemctl start caravan
    compare "vacuumed while it was stopped"
    lost_is_told 30000 6500
    comm -23 /tmp/before <(in_bucket) | grep . && fail "what was there before is gone" || true

    step "vacuumed while Caravan hangs (SIGSTOP)"
    since_now
    kill -STOP "$(shown MainPID)"
    number 40001 44000
    journalctl --rotate
    number 44001 46000
    journalctl -q --rotate --vacuum-size=1 2>/dev/null || true
    journalctl -q --vacuum-files=1 2>/dev/null || true
    number 46001 46500
    sleep 11
    kill -CONT "$(shown MainPID)"
    compare "vacuumed while it hung"
    lost_is_told 40000 6500

    step "vacuumed while the outbox is full"
    echo "caravan.outbox.max-bytes = 1KiB" >>/etc/caravan/application.properties
    systemctl stop s3
    systemctl restart caravan
    number 50001 53000
    until_true eval 'caravan status | grep -q "collecting pauses"'
    number 53001 56000
    sleep 11
    journalctl -q --rotate --vacuum-size=1 2>/dev/null || true
    journalctl -q --vacuum-files=1 2>/dev/null || true
    number 56001 56500
    since_now
    sed -i '/outbox.max-bytes/d' /etc/caravan/application.properties
    systemctl reset-failed s3 2>/dev/null || true
    start_s3 s3-again
    until_true eval 'ss -ltn | grep -q :9999'
    compare "vacuumed while the outbox was full"
    lost_is_told 50000 6500
    systemctl restart caravan
    in_bucket >/root/before

    step "power off in order, while records are written"
    (for i in $(seq 60001 100 64901); do number "$i" $((i + 99)); sleep 0.02; done) &
    sleep 1
    again true
fi

wait_started
if [ "$boot" = 2 ]; then
    step "it goes on after the boot"
    log_ins 4
    compare "second boot"
    step "power off without notice, while records are written"
    (for i in $(seq 70001 100 79901); do number "$i" $((i + 99)); sleep 0.02; done) &
    sleep 2
    again "systemctl --force --force poweroff"
fi

step "it goes on after the third boot"
log_ins 5
compare "third boot"
[ "$(journalctl --list-boots -q | grep -c .)" -ge 3 ] || fail "boots: $(journalctl --list-boots)"
comm -23 /root/before <(in_bucket) | grep . && fail "what was there before is gone" || true
for event in "ssh_login" "sudo"; do
    echo "$event: $(bucket auth | jq -c --arg event "$event" 'select(.event == $event)' | wc -l)"
done
echo "$(in_bucket | wc -l) records, each once; events: $(bucket auth | jq -r '.event // "none"' | sort | uniq -c | tr -s ' \n' ' ')"
echo "all tried"
