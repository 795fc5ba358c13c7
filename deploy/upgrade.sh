#!/bin/sh
# upgrade.sh - run from the new version's folder: environment, backup, store, then the switch.
#   cd /opt/htx-2027.1 && CURRENT=/opt/htx BACKUP=/mnt/backup/before-2027.1 sh deploy/upgrade.sh
# CURRENT is the link that services start from; it is replaced in one step and only at the end, so that whatever
# fails before leaves the old version in use. The archive is never changed by a version: the new one builds its
# own store from it, and so does the old one when it is switched back to (the same command in the old folder).
# Settings: CURRENT (/opt/htx), COOP_HOME (/srv/htx), BACKUP (none), VENV (.venv), SERVICES ("" = do not restart).
set -eu
cd "$(dirname "$0")/.."
here=$(pwd)
current=${CURRENT:-/opt/htx}
COOP_HOME=${COOP_HOME:-/srv/htx}
VENV=${VENV:-.venv}
DEMO=0
export COOP_HOME VENV DEMO

if [ -e "$current" ] && [ ! -L "$current" ]; then
    echo "$current is a folder, not a link: move it to a name with its version and link it once (docs/operations.md)." >&2
    exit 2
fi
sh tools/environment.sh requirements.txt
if [ -n "${BACKUP:-}" ] && [ -f "$COOP_HOME/archive/manifest.jsonl" ]; then
    echo "==> Backup into $BACKUP"
    "$VENV/bin/python" -m etl backup --to "$BACKUP"
fi
"$VENV/bin/python" -m tools.first_store
link=$current.new
ln -sfn "$here" "$link"
mv -T "$link" "$current"
echo "==> $current is $here now"
for service in ${SERVICES:-}; do
    systemctl restart "$service"
done
