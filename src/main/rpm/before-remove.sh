if [ "$1" = 0 ] && [ -d /run/systemd/system ]; then
    if systemctl --quiet is-active caravan.service; then
        (cd / && timeout 60 /usr/bin/caravan drain --timeout 30s) || :
    fi
    systemctl --no-reload disable --now caravan.service || :
fi
