import { toNumber } from "../wire/amqp-values.ts";
import { queueOf, requireText, type ManagementOperation } from "./management-call.ts";

/** Gives a session's lock its whole duration again. */
export const renewSessionLock: ManagementOperation = (call) => {
  const untilMs = queueOf(call).sessions.renew(requireText(call.body, "session-id"));
  return { expiration: call.endpoint.amqp.types.wrap_timestamp(untilMs) };
};

/** Tells what was kept for a session. */
export const getSessionState: ManagementOperation = (call) => {
  const state = queueOf(call).sessions.state(requireText(call.body, "session-id"));
  return { "session-state": state === undefined ? null : call.endpoint.amqp.types.wrap_binary(Buffer.from(state)) };
};

/** Keeps something for a session, or nothing any more. */
export const setSessionState: ManagementOperation = (call) => {
  const state = call.body["session-state"];
  const kept = state instanceof Uint8Array ? new Uint8Array(state) : undefined;
  queueOf(call).sessions.setState(requireText(call.body, "session-id"), kept);
  return {};
};

/** Names the sessions that have messages or a state. */
export const listSessions: ManagementOperation = (call) => {
  const skip = toNumber(call.body["skip"] ?? 0);
  const found = queueOf(call)
    .sessions.list()
    .slice(skip, skip + toNumber(call.body["top"] ?? 100));
  return found.length === 0 ? undefined : { skip: skip + found.length, "sessions-ids": found };
};
