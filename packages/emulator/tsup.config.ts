import { library } from "../../tsup.base.ts";

/** tsup leaves only dependencies outside, not optional ones. */
export default library({ entry: ["src/index.ts", "src/broker.ts"], external: ["just-bash"] });
