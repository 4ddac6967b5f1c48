[ -d /var/lib/caravan ] || install -d -m 0700 -o caravan -g caravan /var/lib/caravan
if [ ! -e /etc/caravan/http-token ]; then
    (umask 077 && od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >/etc/caravan/http-token)
    chgrp caravan /etc/caravan/http-token
    chmod 0640 /etc/caravan/http-token
fi
install -d -m 0755 -o root -g root /var/cache/caravan
env -u JAVA_HOME timeout 120 /usr/bin/caravan class-archive \
    || echo "caravan: no archive of classes was made, so a start takes longer; \"caravan class-archive\" tries again" >&2
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload || :
    if [ "$1" = 1 ]; then
        systemctl preset caravan.service || :
    else
        systemctl try-restart caravan.service || :
    fi
fi
