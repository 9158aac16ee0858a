import process from "node:process";
import { createEmulator } from "@azlin/emulator";

const emulator = createEmulator({ seed: 1 });
emulator.seed({ fleet: { vms: Number(process.argv[2]), resourceGroups: 10 } });
const { url } = await emulator.listen();
process.send({ url });
