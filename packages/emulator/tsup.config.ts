import { library } from "../../tsup.base.ts";

/** tsup leaves only dependencies outside, not optional ones. */
export default library({ external: ["just-bash"] });
