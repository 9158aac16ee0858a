import manifest from "../package.json" with { type: "json" };

/** The version of azlin. */
export const version: string = manifest.version;
