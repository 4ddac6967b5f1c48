#!/bin/bash
# Runs within the bare Debian, as a user who may use sudo: one of README's two commands, word for word.
set -eu
trap 'java -version 2>&1 | head -n 1' EXIT
case $1 in
    start)
        # It ships until it is stopped; that its demo is over and it ships is seen in what it prints.
        src/build/start >/tmp/start.log 2>&1 &
        for _ in $(seq 1800); do
            if sed '1,/^==> shipping/d' /tmp/start.log | grep -q ' started; '; then break; fi
            kill -0 $! 2>/dev/null || break
            sleep 1
        done
        cat /tmp/start.log
        # It is Java by now: the shell has been replaced.
        kill $!
        wait $! || true
        grep -q '^==> the demo' /tmp/start.log
        ;;
    run)
        .ci/run
        ;;
    *)
        echo "commands.sh start | run" >&2
        exit 2
        ;;
esac
