import type { ManagementOperation } from "./management-call.ts";
import { peekMessages, receiveDeferred, renewLocks, updateDisposition } from "./message-operations.ts";
import { addRule, enumerateRules, removeRule } from "./rule-operations.ts";
import { cancelScheduled, scheduleMessages } from "./schedule-operations.ts";
import { getSessionState, listSessions, renewSessionLock, setSessionState } from "./session-operations.ts";

/** What can be asked of an entity, by the name of the operation. */
export const MANAGEMENT_OPERATIONS: Readonly<Record<string, ManagementOperation | undefined>> = {
  "peek-message": peekMessages,
  "renew-lock": renewLocks,
  "receive-by-sequence-number": receiveDeferred,
  "update-disposition": updateDisposition,
  "schedule-message": scheduleMessages,
  "cancel-scheduled-message": cancelScheduled,
  "renew-session-lock": renewSessionLock,
  "get-session-state": getSessionState,
  "set-session-state": setSessionState,
  "get-message-sessions": listSessions,
  "add-rule": addRule,
  "remove-rule": removeRule,
  "enumerate-rules": enumerateRules,
};
