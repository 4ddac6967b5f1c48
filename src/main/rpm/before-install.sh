getent group caravan >/dev/null || groupadd --system caravan
getent passwd caravan >/dev/null || useradd --system --gid caravan --home-dir /var/lib/caravan --no-create-home \
    --shell /sbin/nologin --comment "Caravan, ships logs" caravan
