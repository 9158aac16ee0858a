import type { Session } from "rhea";
import type { LinkInternals } from "./amqp-library.ts";

/** Format that stands for "a plain message, not decoded": the library decodes only what is of format zero. */
const RAW_FORMAT = 1;

/** Has a session's messages come in as bytes: most of them go out again as they are. */
export function readRawTransfers(session: Session): void {
  const internals = session as unknown as LinkInternals["session"];
  const onTransfer = internals.on_transfer.bind(session);
  internals.on_transfer = (frame) => {
    if (!frame.performative.message_format) frame.performative.message_format = RAW_FORMAT;
    onTransfer(frame);
  };
}
