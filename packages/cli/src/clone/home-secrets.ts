import { classifyRemoteTree } from "@azlin/ssh";
import type { FindSecrets } from "@azlin/vms";
import type { Remote } from "../remote/open-remote.ts";

/** Finds what must not stay in the home directory of a clone: by the filter that also judges what is copied. */
export function homeSecrets({ shell }: Remote): FindSecrets {
  return async (target, { signal }) => {
    const { realPath, entries } = await classifyRemoteTree(shell, { target, path: "." }, { signal });
    return entries.flatMap(({ path, verdict }) =>
      verdict === "allowed" ? [] : [{ path: `${realPath}/${path.toString("utf8")}`, reason: verdict.heldBack }],
    );
  };
}
