/**
 * `cloud-init status`: what there is to say lies in `/run/azlin/cloud-init`, written by the emulator for each phase
 * (`running`, `ended`) and form; `phase` names the one that holds now.
 */
export const cloudInitStandIn = `
state=/run/azlin/cloud-init
if [ "$1" != status ]; then
  case $1 in
    --version|-v) echo "/usr/bin/cloud-init 24.4 (stand-in)"; exit 0 ;;
    *) echo "cloud-init: this guest is a stand-in: it only knows status" >&2; exit 0 ;;
  esac
fi
shift
wait= form=short
while [ $# -gt 0 ]; do
  case $1 in
    -w|--wait) wait=yes ;;
    -l|--long) form=long ;;
    --format) [ "$2" = json ] && form=json; shift ;;
    --format=json) form=json ;;
  esac
  shift
done
read -r phase <$state/phase
while [ "$wait" = yes ] && [ "$phase" = running ]; do
  [ $form = json ] || printf .
  sleep 0.2
  read -r phase <$state/phase
done
[ -z "$wait" ] || [ $form = json ] || echo
cat "$state/$phase.$form"
exit "$(cat "$state/$phase.exit")"
`;
