import type { Sender } from "rhea";
import { BrokerError } from "../broker-error.ts";
import { ticksBytes, toNumber } from "./amqp-values.ts";
import { linkInternals } from "./amqp-library.ts";
import type { ClientConnection } from "./client-connection.ts";
import type { ReceiveLink } from "./receive-link.ts";

const SESSION_FILTER = "com.microsoft:session-filter";
const TIMEOUT = "com.microsoft:timeout";
const LOCKED_UNTIL = "com.microsoft:locked-until-utc";
/** How long a client waits for a session when it does not say. Milliseconds. */
const DEFAULT_TIMEOUT_MS = 65_000;

/** Which session a link asks for: none at all, one by its name, or any. */
export function sessionFilterOf({ source }: Sender): {
  readonly isPresent: boolean;
  readonly sessionId: string | undefined;
} {
  const filter = (source?.filter ?? {}) as Record<string, unknown>;
  const asked = filter[SESSION_FILTER] as { readonly value?: unknown } | string | null | undefined;
  const name = typeof asked === "object" && asked !== null ? asked.value : asked;
  return { isPresent: SESSION_FILTER in filter, sessionId: typeof name === "string" ? name : undefined };
}

/**
 * Gives a link its session. The link answers the client's attach only then, or when the client's time is over.
 *
 * @throws BrokerError when somebody else has the session.
 */
export function acceptSession(connection: ClientConnection, link: ReceiveLink, sessionId: string | undefined): void {
  const { types } = connection.endpoint.amqp;
  const { sender, queue } = link;
  const attach = holdAttach(sender);
  const waiting = new AbortController();
  const granted = (name: string, untilMs: number): void => {
    waiting.abort();
    sender.set_source({ address: sender.source.address, filter: { [SESSION_FILTER]: name } as never });
    linkInternals(sender).local.attach["properties"] = { [LOCKED_UNTIL]: types.wrap_long(ticksBytes(untilMs)) };
    attach();
  };
  try {
    queue.sessions.accept(link, sessionId, granted);
  } catch (error) {
    attach();
    throw error;
  }
  if (waiting.signal.aborted) return;
  giveUpLater(connection, link, { waiting, attach });
}

function giveUpLater(
  connection: ClientConnection,
  link: ReceiveLink,
  { waiting, attach }: { readonly waiting: AbortController; readonly attach: () => void },
): void {
  const asked = (link.sender.properties as Record<string, unknown> | undefined)?.[TIMEOUT];
  const timeoutMs = asked === undefined ? DEFAULT_TIMEOUT_MS : toNumber(asked);
  link.sender.on("sender_close", () => {
    waiting.abort();
    attach();
  });
  const giveUp = (): void => {
    attach();
    link.detach(new BrokerError("com.microsoft:timeout", "The operation did not complete within the allotted time."));
  };
  // Aborted: there is nothing to give up any more.
  connection.endpoint.clock.delay(timeoutMs, { signal: waiting.signal }).then(giveUp, () => {});
  connection.onEnd(() => waiting.abort());
}

/** Keeps a link from saying anything until the returned function is called. */
function holdAttach(sender: Sender): () => void {
  const link = linkInternals(sender);
  link._process = () => {};
  return () => {
    delete link._process;
    link.connection._register();
  };
}
