import process from "node:process";
import rhea from "rhea";

// A peer that takes every message and forgets it: what the client alone can do on this machine.
const container = rhea.create_container({ autoaccept: false });
container.sasl_server_mechanisms.enable_anonymous();
const replies = new Map();
container.on("sender_open", ({ sender }) => replies.set(sender.name, sender));
container.on("receiver_open", ({ receiver }) => {
  receiver.local.attach.max_message_size = 262_144;
  receiver.set_target({ address: receiver.target.address });
});
container.on("message", ({ message, delivery, receiver }) => {
  delivery.update(true, rhea.message.accepted().described());
  if (receiver.target.address !== "$cbs") return;
  const application_properties = { "status-code": 202 };
  replies.get(message.reply_to).send({ correlation_id: message.message_id, application_properties, body: null });
});
for (const event of ["disconnected", "connection_close", "session_close", "receiver_close", "sender_close"]) {
  container.on(event, () => {});
}
const server = container.listen({ port: 0, host: "127.0.0.1" });
server.on("connection", (socket) => socket.setNoDelay(true));
server.on("listening", () => {
  const endpoint = `Endpoint=sb://127.0.0.1:${server.address().port}`;
  process.send({
    connectionString: `${endpoint};SharedAccessKeyName=any;SharedAccessKey=YW55;UseDevelopmentEmulator=true`,
  });
});
process.on("disconnect", () => process.exit());
