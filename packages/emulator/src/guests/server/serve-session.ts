import type { PseudoTtyInfo, ServerChannel, Session, WindowChangeInfo } from "ssh2";
import type { SandboxProcess, TerminalSize } from "../sandbox/sandbox.ts";
import { connectJob } from "./connect-job.ts";
import type { GuestServerParts } from "./guest-server.ts";
import { serveSftp } from "./sftp/serve-sftp.ts";

/** What a client may set in the environment. */
const ACCEPTED = /^(LANG|LC_\w+|TERM)$/;

/** What a session was told before its command. */
interface SessionState {
  readonly environment: Record<string, string>;
  terminal: TerminalSize | undefined;
  job: SandboxProcess | undefined;
}

/** Serves one session of a client: a command, a shell or files. */
export function serveSession(session: Session, parts: GuestServerParts): void {
  const state: SessionState = { environment: { SSH_CLIENT: "127.0.0.1 0 22" }, terminal: undefined, job: undefined };
  session.on("env", (accept: (() => void) | undefined, _reject, { key, val }) => {
    if (ACCEPTED.test(key)) state.environment[key] = val;
    // Asked without a wish for an answer, there is nothing to call.
    accept?.();
  });
  session.on("pty", (accept: (() => void) | undefined, _reject, info) => {
    state.terminal = sizeOf(info);
    state.environment["TERM"] = (info as PseudoTtyInfo & { term?: string }).term ?? "xterm";
    accept?.();
  });
  session.on("window-change", (accept: (() => void) | undefined, _reject, info) => {
    state.terminal = sizeOf(info);
    state.job?.resize(state.terminal);
    accept?.();
  });
  session.on("signal", (accept: (() => void) | undefined, _reject, { name }) => {
    state.job?.signal(name);
    accept?.();
  });
  const begin = (channel: ServerChannel, command: string | undefined): void => {
    startJob(parts, state, command).then(
      (job) => connectJob(channel, job, state.terminal !== undefined),
      (error: Error) => {
        channel.stderr.write(`${error.message}\n`);
        channel.exit(255);
        channel.end();
      },
    );
  };
  session.on("exec", (accept, _reject, { command }) => begin(accept(), command));
  session.on("shell", (accept) => begin(accept(), undefined));
  session.on("sftp", (accept) => serveSftp(accept(), parts));
}

async function startJob(
  { sandbox, user, beforeJob }: GuestServerParts,
  state: SessionState,
  command: string | undefined,
): Promise<SandboxProcess> {
  beforeJob();
  const { environment, terminal } = state;
  state.job = await sandbox.start({ command, user, environment, terminal });
  return state.job;
}

function sizeOf({ rows, cols }: PseudoTtyInfo | WindowChangeInfo): TerminalSize {
  return { rows: rows || 24, columns: cols || 80 };
}
