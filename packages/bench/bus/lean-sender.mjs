import { createHmac } from "node:crypto";
import { once } from "node:events";
import rhea from "rhea";

const BODY = Buffer.alloc(1024, "x");

/**
 * Sends to a queue with the AMQP library alone, one message a transfer and each encoded once: what the official client does
 * besides is most of what a message costs, and would be all that is measured of a broker.
 */
export async function openLeanSender(connectionString, queue) {
  const facts = Object.fromEntries(connectionString.split(";").map((part) => part.split(/=(.*)/s, 2)));
  const { hostname, port } = new URL(facts.Endpoint.replace("sb:", "http:"));
  const connection = rhea.create_container().connect({ host: hostname, port, username: "anonymous", reconnect: false });
  await once(connection, "connection_open");
  await authorize(connection, { facts, audience: `sb://${hostname}/${queue}` });
  const sender = connection.open_sender(queue);
  await once(sender, "sendable");
  const encoded = rhea.message.encode({ body: rhea.message.data_section(BODY) });
  return { send: (count, inFlight) => send(sender, { encoded, count, inFlight }), close: () => connection.close() };
}

async function authorize(connection, { facts, audience }) {
  const replies = connection.open_receiver({ source: "$cbs", target: "bench" });
  const cbs = connection.open_sender("$cbs");
  await once(cbs, "sendable");
  const application_properties = { operation: "put-token", type: "servicebus.windows.net:sastoken", name: audience };
  cbs.send({ message_id: "1", reply_to: "bench", body: sasToken(facts, audience), application_properties });
  await once(replies, "message");
}

function sasToken({ SharedAccessKeyName, SharedAccessKey }, audience) {
  const resource = encodeURIComponent(audience);
  const expiry = Math.floor(Date.now() / 1_000) + 3_600;
  const signature = createHmac("sha256", SharedAccessKey).update(`${resource}\n${expiry}`).digest("base64");
  return `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}&se=${expiry}&skn=${SharedAccessKeyName}`;
}

/** Resolves when all have been accepted, so many at a time. Messages a second. */
async function send(sender, { encoded, count, inFlight }) {
  let sent = 0;
  let accepted = 0;
  const since = performance.now();
  await new Promise((resolve) => {
    const fill = () => {
      for (; sent < count && sent - accepted < inFlight && sender.sendable(); sent += 1)
        sender.send(encoded, undefined, 0);
    };
    sender.removeAllListeners("accepted");
    sender.on("accepted", () => {
      accepted += 1;
      if (accepted === count) resolve();
      fill();
    });
    fill();
  });
  return (count / (performance.now() - since)) * 1_000;
}
