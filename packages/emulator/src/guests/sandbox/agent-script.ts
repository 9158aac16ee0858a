import { EVENTS_PATH } from "../stand-ins/stand-in-directory.ts";

/** Where jobs and the agent lie in a guest. */
export const JOBS_DIRECTORY = "/run/azlin/jobs";

/**
 * The first program of a sandbox. It reads orders (`run ID`, `signal PID NAME`, `resize TTY ROWS COLUMNS`) from stdin
 * and tells on stdout how jobs fare (`open ID`, `started ID PID`, `exit ID CODE`) and what stand-ins want (`event NAME`).
 * A job's input and output are named pipes in its directory, so that a job needs nothing of the connection that began it
 * and survives its end. When there are no more orders to come, everything in the sandbox ends.
 * A shell has what it runs in the background ignore SIGINT; no program could undo that for itself.
 */
export const AGENT_SCRIPT = `#!/bin/sh
begin() {
  d=${JOBS_DIRECTORY}/$1
  mkfifo "$d/in" "$d/out" "$d/err" && echo "open $1"
  exec 5<"$d/in" 6>"$d/out" 7>"$d/err"
  env --default-signal=INT,QUIT setsid sh "$d/start" <&5 >&6 2>&7 3>&- 5<&- 6>&- 7>&- &
  echo "started $1 $!" >&3
  exec 5<&- 6>&- 7>&-
  wait $!
  echo "exit $1 $?" >&3
}
exec 3>&1
mkfifo ${EVENTS_PATH}
while read -r event; do echo "event $event"; done <>${EVENTS_PATH} &
while read -r verb first second third; do
  case $verb in
    run) begin "$first" </dev/null & ;;
    signal) kill -s "$second" -- "-$first" 2>/dev/null ;;
    resize) stty -F "$first" rows "$second" cols "$third" 2>/dev/null ;;
  esac
done
kill -s KILL -- -1
`;
