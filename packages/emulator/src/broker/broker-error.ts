/**
 * A refusal of the broker, told to the client by its AMQP condition. The official client turns conditions into the codes
 * of its errors, and decides by them whether to try again.
 */
export class BrokerError extends Error {
  override readonly name = "BrokerError";
  /** AMQP error condition, `com.microsoft:message-lock-lost`. */
  readonly condition: string;

  constructor(condition: string, message: string) {
    super(message);
    this.condition = condition;
  }
}

/** The lock of a message has expired, or the message was settled before. */
export function messageLockLost(): BrokerError {
  return new BrokerError(
    "com.microsoft:message-lock-lost",
    "The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.",
  );
}

/** Somebody else has the session, or its lock has expired. */
export function sessionLockLost(sessionId: string): BrokerError {
  return new BrokerError(
    "com.microsoft:session-lock-lost",
    `The session lock has expired on the session '${sessionId}'. Accept the session again.`,
  );
}

/** Somebody else holds the session. */
export function sessionCannotBeLocked(sessionId: string): BrokerError {
  return new BrokerError(
    "com.microsoft:session-cannot-be-locked",
    `The requested session '${sessionId}' cannot be accepted. It may be locked by another receiver.`,
  );
}

/** The client recognises a missing entity by this text. */
export function entityNotFound(path: string): BrokerError {
  return new BrokerError("amqp:not-found", `The messaging entity '${path}' could not be found.`);
}

/** There is no message of this number in the state that was asked for. */
export function messageNotFound(sequence: number): BrokerError {
  return new BrokerError(
    "com.microsoft:message-not-found",
    `The message with the sequence number ${sequence} could not be found.`,
  );
}

/** What the entity is not made for: a plain receiver on sessions, a receiver on a topic. */
export function notAllowed(message: string): BrokerError {
  return new BrokerError("amqp:not-allowed", message);
}

/** The entity was switched off for sending, receiving or both. */
export function entityDisabled(path: string): BrokerError {
  return new BrokerError("com.microsoft:entity-disabled", `The messaging entity '${path}' is currently disabled.`);
}

/** The entity, or the namespace, is full. */
export function quotaExceeded(message: string): BrokerError {
  return new BrokerError("amqp:resource-limit-exceeded", message);
}

/** A message is larger than the tier of the namespace takes. */
export function messageSizeExceeded(sizeBytes: number, maxBytes: number): BrokerError {
  return new BrokerError(
    "amqp:link:message-size-exceeded",
    `The received message (size ${sizeBytes} bytes) exceeds the limit (${maxBytes} bytes) currently allowed on the link.`,
  );
}

/** What the client sent cannot be read. */
export function invalidField(message: string): BrokerError {
  return new BrokerError("amqp:invalid-field", message);
}

/** The token does not allow what is asked for, or there is none. */
export function unauthorizedAccess(message: string): BrokerError {
  return new BrokerError("amqp:unauthorized-access", message);
}

/** An entity of this name exists already. */
export function entityExists(path: string): BrokerError {
  return new BrokerError(
    "com.microsoft:entity-already-exists",
    `The messaging entity '${path}' already exists. To know more visit https://aka.ms/sbResourceMgrExceptions.`,
  );
}
