import { entityNotFound, invalidField } from "../broker-error.ts";
import { sendTo } from "../namespace/send-to.ts";
import { longBytes } from "../wire/amqp-values.ts";
import { numbersAt, type ManagementOperation } from "./management-call.ts";

const LONG = 0x81;

/** Takes messages that are to appear later. */
export const scheduleMessages: ManagementOperation = ({ namespace, address, body, endpoint }) => {
  const entries = body["messages"];
  if (!Array.isArray(entries)) throw invalidField("'messages' is missing.");
  const contents = entries.map(({ message }: { readonly message: Buffer }) => endpoint.codec.decode(message));
  const sequences = sendTo(namespace, address.entity, { contents });
  const numbers = sequences.map((sequence) => longBytes(BigInt(sequence)));
  return { "sequence-numbers": endpoint.amqp.types.wrap_array(numbers, LONG, undefined) };
};

/** Takes back what was to appear later. */
export const cancelScheduled: ManagementOperation = ({ namespace, address, body }) => {
  const entity = namespace.entity(address.entity);
  if (entity === undefined) throw entityNotFound(address.entity);
  entity.cancelScheduled(numbersAt(body, "sequence-numbers"));
  return {};
};
