/** Folder of the scripts on the VM. */
export const LIBRARY = "/usr/local/lib/azlin";

/** Where the runner writes down what became of each section. */
export const LEDGER = "/var/lib/azlin/provisioning.tsv";

/** Shell functions that every section starts with. */
export const PRELUDE = `set -euo pipefail
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a
AZLIN_USER_HOME="$(getent passwd "$AZLIN_USER" | cut -d: -f6)"

# apt waits for the lock itself; mirrors fail now and then.
apt_get() {
  local try
  for try in 1 2 3; do
    if apt-get -y -q -o Acquire::Retries=3 "$@"; then return 0; fi
    sleep $((try * 10))
  done
  return 1
}

fetch() { curl -fsSL --retry 5 --retry-all-errors --connect-timeout 20 "$1"; }

as_user() { runuser -l "$AZLIN_USER" -c "$(printf '%q ' "$@")"; }

# A tool is there when a login shell of its user finds it.
verify() { as_user "$@"; }

login_path() {
  local file="/etc/profile.d/azlin-$1.sh"
  shift
  printf '%s\\n' "$@" >"$file"
  chmod 0644 "$file"
}
`;

/**
 * The runner: each section in a bash of its own with a time limit, whatever became of the others; a ledger line for
 * each, replaced atomically; exit status 1 when any failed, so that cloud-init tells it too. `AZLIN_PREFIX` puts all
 * of its paths below another root.
 */
export const PROVISION_SCRIPT = `#!/bin/bash
set -u
library="\${AZLIN_PREFIX:-}${LIBRARY}"
ledger="\${AZLIN_PREFIX:-}${LEDGER}"
state="\${ledger%/*}"
mkdir -p "$state/log"
export AZLIN_USER="$(cat "$library/user")"
failed=0
: >"$ledger.new"
mv -f "$ledger.new" "$ledger"

for section in "$library"/sections/*.sh; do
  [ -e "$section" ] || continue
  name="$(basename "$section" .sh)"
  name="\${name#*-}"
  log="$state/log/$name.log"
  limit="$(sed -n 's/^# time-limit: \\([0-9]*\\)$/\\1/p' "$section" | head -n 1)"
  limit="\${limit:-600}"
  began="$SECONDS"
  timeout --kill-after=10 "$limit" bash "$section" >"$log" 2>&1 </dev/null
  code=$?
  result=ok
  detail=""
  if [ "$code" -ne 0 ]; then
    result=failed
    failed=1
    detail="$(grep -v '^[[:space:]]*$' "$log" | tail -n 1 | tr -cd '[:print:]' | cut -c1-200)"
    case "$code" in 124 | 137) detail="timed out after $limit s: $detail" ;; esac
  fi
  cp "$ledger" "$ledger.new"
  printf '%s\\t%s\\t%s\\t%s\\t%s\\n' "$name" "$result" "$code" "$((SECONDS - began))" "$detail" >>"$ledger.new"
  mv -f "$ledger.new" "$ledger"
done
exit "$failed"
`;
