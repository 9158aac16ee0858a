import { createEmulator } from "@azlin/emulator";

const emulator = createEmulator();
emulator.seed({ fleet: { vms: 10_000, resourceGroups: 20 } });
const { url } = await emulator.listen();
process.send({ url, subscriptionIds: emulator.transport().subscriptionIds });
