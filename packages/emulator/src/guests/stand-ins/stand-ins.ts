import { cloudInitStandIn } from "./cloud-init-stand-in.ts";
import { STAND_IN_DIRECTORY } from "./stand-in-directory.ts";

/** Says that nothing was done, and succeeds. */
const IDLE = (name: string): string => `echo "${name}: this guest is a stand-in: nothing was done" >&2\n`;

const SUDO = `
user=root keep=
while [ $# -gt 0 ]; do
  case $1 in
    -u|--user) user=$2; shift 2 ;;
    -g|-h|-p|-C|-T|-r|-t|-U) shift 2 ;;
    -E|--preserve-env*) keep=yes; shift ;;
    -v|-k|-K|-l) exit 0 ;;
    --) shift; break ;;
    -*) shift ;;
    *=*) export "$1"; shift ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || set -- bash
if [ "$user" = root ]; then
  [ "$keep" = yes ] || export HOME=/root USER=root LOGNAME=root
  [ "$(id -u)" = 0 ] || ! unshare -r true 2>/dev/null || exec unshare -r -- "$@"
else
  export HOME="/home/$user" USER="$user" LOGNAME="$user"
fi
exec "$@"
`;

/** Everything in a guest belongs to one user of this machine: there is no other to give a file to. */
const CHOWN = (name: string): string => `
[ -x /usr/bin/${name} ] && /usr/bin/${name} "$@" 2>/dev/null && exit 0
for last in "$@"; do :; done
[ -e "$last" ] && exit 0
echo "${name}: cannot access '$last': No such file or directory" >&2
exit 1
`;

/** Without a network it would try for minutes. */
const NPM = `
case " $* " in *" install "*|*" i "*|*" ci "*|*" update "*) ${IDLE("npm").trim()}; exit ;; esac
[ -x /usr/bin/npm ] && exec /usr/bin/npm "$@"
echo "npm: this guest is a stand-in: it is not there" >&2
exit 127
`;

const SYSTEMCTL = `
verb= unit=
for word in "$@"; do
  case $word in
    -*) ;;
    *) if [ -z "$verb" ]; then verb=$word; else unit=$word; fi ;;
  esac
done
case $verb:$unit in
  restart:ssh*|reload:ssh*|try-restart:ssh*|reload-or-restart:ssh*) echo restart-ssh >/run/azlin/events ;;
  reboot:|poweroff:) echo "$verb" >/run/azlin/events ;;
  is-system-running:) echo running ;;
  is-active:*) echo active ;;
  is-enabled:*) echo enabled ;;
  *) ${IDLE("systemctl").trim()} ;;
esac
`;

const SHUTDOWN = `
act=poweroff
for word in "$@"; do
  case $word in -r|--reboot) act=reboot ;; -c) exit 0 ;; esac
done
echo $act >/run/azlin/events
`;

const DF = `
. /run/azlin/facts
echo "Filesystem     1K-blocks     Used Available Use% Mounted on"
printf '/dev/root      %9d %8d %9d %3d%% /\\n' "$disk_kb" "$disk_used_kb" $((disk_kb - disk_used_kb)) "$disk_percent"
`;

const W = `
. /run/azlin/facts
read -r up rest </run/azlin/uptime
read -r loads </run/azlin/loadavg
set -- $loads
up=\${up%%.*}
count=0
[ -s /run/azlin/sessions ] && while read -r line; do count=$((count + 1)); done </run/azlin/sessions
printf ' %s up %d:%02d, %2d user,  load average: %s, %s, %s\\n' "$(date +%H:%M:%S)" $((up / 3600)) $((up % 3600 / 60)) \\
  "$count" "$1" "$2" "$3"
echo "USER     TTY      FROM             LOGIN@   IDLE   JCPU   PCPU WHAT"
[ -s /run/azlin/sessions ] && while read -r user tty from since what; do
  printf '%-8s %-8s %-16s %-7s  0.00s  0.00s  0.00s %s\\n' "$user" "$tty" "$from" "$since" "$what"
done </run/azlin/sessions
exit 0
`;

const UPTIME = `${STAND_IN_DIRECTORY}/w | { read -r line; echo " $line"; }\n`;

/**
 * Programs that take the place of those that cannot run in a guest, by name: POSIX scripts, which run in either kind of
 * sandbox. Each that does nothing says so on stderr.
 */
export const STAND_INS: Readonly<Record<string, string>> = {
  sudo: SUDO,
  chown: CHOWN("chown"),
  chgrp: CHOWN("chgrp"),
  "apt-get": IDLE("apt-get"),
  apt: IDLE("apt"),
  snap: IDLE("snap"),
  npm: NPM,
  mount: IDLE("mount"),
  umount: IDLE("umount"),
  useradd: IDLE("useradd"),
  usermod: IDLE("usermod"),
  journalctl: IDLE("journalctl"),
  hostname: `case $1 in ''|-*) cat /etc/hostname ;; *) echo "$1" >/etc/hostname ;; esac\n`,
  hostnamectl: `[ "$1" = set-hostname ] && { echo "$2" >/etc/hostname; exit; }\ncat /etc/hostname\n`,
  mountpoint: `for last in "$@"; do :; done\n[ "$last" = / ]\n`,
  systemctl: SYSTEMCTL,
  service: `exec ${STAND_IN_DIRECTORY}/systemctl "$2" "$1"\n`,
  reboot: "echo reboot >/run/azlin/events\n",
  poweroff: "echo poweroff >/run/azlin/events\n",
  shutdown: SHUTDOWN,
  df: DF,
  w: W,
  uptime: UPTIME,
  "cloud-init": cloudInitStandIn,
};

/** Text of the program. The scripted shell lets programs have the options of the shell that runs them. */
export function standInText(script: string): string {
  return `#!/bin/sh\nset +eu\n${script.trimStart()}`;
}
