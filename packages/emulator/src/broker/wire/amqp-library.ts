import type { Connection, Container, Delivery, Receiver, Sender, Typed } from "rhea";

/** An AMQP value with its type. */
export type AmqpValue = Typed;

/** AMQP's types, beyond those that the library's own declarations name. */
export interface AmqpTypes {
  Null(): AmqpValue;
  List32(values: readonly AmqpValue[]): AmqpValue;
  Map32(keysAndValues: readonly AmqpValue[]): AmqpValue;
  /** The plain value; maps become objects. */
  unwrap(value: AmqpValue): unknown;
  readonly Reader: new (bytes: Buffer) => { read(): AmqpValue };
  readonly Writer: new () => { write(value: AmqpValue): void; toBuffer(): Buffer };
}

/** Outcomes of deliveries. */
export interface AmqpOutcomes {
  accepted(): { described(): unknown };
  rejected(fields: { readonly error: { readonly condition: string; readonly description: string } }): {
    described(): unknown;
  };
}

/** The AMQP library; loaded when a broker is made, because nothing else of the emulator needs it. */
export interface AmqpLibrary extends Pick<Container, "create_container"> {
  readonly types: Container["types"] & AmqpTypes;
  readonly message: Container["message"] & AmqpOutcomes;
}

/** Loads the AMQP library. */
export async function loadAmqpLibrary(): Promise<AmqpLibrary> {
  return (await import("rhea")).default as unknown as AmqpLibrary;
}

/** What the broker uses of a link beyond the library's own interface. Guarded by the conformance suite. */
export interface LinkInternals {
  credit: number;
  delivery_count: number;
  issue_flow: boolean;
  _draining: boolean;
  /** Whether a flow that is about to be written answers a drain. */
  _get_drain: () => boolean;
  /** Writes what the link has to say; put off while its attach is held back. */
  _process?: () => void;
  readonly local: { readonly attach: Record<string, unknown> };
  readonly session: {
    readonly outgoing: {
      readonly next_delivery_id: number;
      readonly next_pending_delivery: number;
      available(): number;
    };
    on_transfer(frame: TransferFrame): void;
  };
  readonly connection: ConnectionInternals;
}

/** A transfer as it comes in. */
export interface TransferFrame {
  readonly performative: { message_format: number | null | undefined };
}

/** What the broker uses of a connection beyond the library's own interface. */
export interface ConnectionInternals {
  /** While false, nothing is written. */
  socket_ready: boolean;
  accept(socket: NodeJS.ReadWriteStream): void;
  output(): void;
  eof(): void;
  /** Has the connection write what it has to say. */
  _register(): void;
}

/** A delivery, whose settlement by the other side is taken for granted: the official client does not repeat it. */
export interface DeliveryInternals {
  remote_settled: boolean;
}

/** The parts of a link that its interface hides. */
export function linkInternals(link: Sender | Receiver): LinkInternals {
  return link as unknown as LinkInternals;
}

/** The parts of a connection that its interface hides. */
export function connectionInternals(connection: Connection): ConnectionInternals {
  return connection as unknown as ConnectionInternals;
}

/** Ends a delivery for both sides. */
export function settleDelivery(delivery: Delivery, state: unknown): void {
  delivery.update(true, state);
  (delivery as unknown as DeliveryInternals).remote_settled = true;
}
