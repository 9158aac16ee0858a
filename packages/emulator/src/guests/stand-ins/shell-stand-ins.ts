/** Programs that a real system has and the scripted shell lacks, by name. */
export const SHELL_STAND_INS: Readonly<Record<string, string>> = {
  uname: `
kernel=Linux name=$(cat /etc/hostname) release=6.8.0-1017-azure machine=x86_64
case $1 in
  -n) echo "$name" ;;
  -r) echo $release ;;
  -m|-p) echo $machine ;;
  -a) echo "$kernel $name $release #20-Ubuntu SMP $machine $machine $machine GNU/Linux" ;;
  *) echo $kernel ;;
esac
`,
  id: `
uid=1000; [ "$USER" = root ] && uid=0
case $1 in
  -u|-g) echo $uid ;;
  -un|-gn|-nu) echo "$USER" ;;
  *) echo "uid=$uid($USER) gid=$uid($USER) groups=$uid($USER)" ;;
esac
`,
  whoami: 'echo "$USER"\n',
  ps: 'echo "    PID TTY          TIME CMD"\necho "      1 ?        00:00:00 init"\n',
  free: `
while read -r name kb unit; do
  case $name in MemTotal:) total=$kb ;; MemAvailable:) free=$kb ;; esac
done </run/azlin/meminfo
echo "               total        used        free"
printf 'Mem:     %11d %11d %11d\\n' "$total" $((total - free)) "$free"
`,
  tmux: 'echo "tmux: this guest is a stand-in: there are no sessions in it" >&2\nexit 1\n',
  kill: "exit 0\n",
  sync: "exit 0\n",
  nproc: ". /run/azlin/facts\necho $cpus\n",
};
