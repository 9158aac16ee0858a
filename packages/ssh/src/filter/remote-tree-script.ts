import { PRIVATE_KEY_RULE, TOKEN_RULES, WIDE_PRIVATE_KEY_RULE } from "./content-rules.ts";

const PATTERN = [PRIVATE_KEY_RULE, WIDE_PRIVATE_KEY_RULE, ...TOKEN_RULES].map(({ pattern }) => pattern).join("|");

/** What {@link REMOTE_TREE_SCRIPT} exits with when the path is not there. */
export const PATH_MISSING = 66;

/**
 * Lists and searches a tree on a VM with its own find and grep, in one pass and without a word of the contents leaving
 * it. Arguments: the path, and the expression to search for. Output, each part ended by NUL:
 * `d` or `f`, the real path; for each entry `R` or `U` (readable or not), kind, size, permissions and time separated by
 * tabs, its path, and the target of a link; an empty part; then for each file that was searched its path and a line
 * that says whether the expression was found (1) or not (0). Names are relative to the real path, or to its directory
 * for a file, with `./` before them.
 */
const SCRIPT = `
export LC_ALL=C
real=$(readlink -f -- "$1" && echo x) && [ -e "$1" ] || exit ${PATH_MISSING}
real=\${real%??}
if [ -d "$real" ]; then kind=d; start=.; cd -- "$real" || exit ${PATH_MISSING}
else kind=f; start=./\${real##*/}; cd -- "\${real%/*}/" || exit ${PATH_MISSING}; fi
printf '%s\\0%s\\0' "$kind" "$real"
find "$start" \\( \\( ! -type l ! -readable -o -type d ! -executable \\) -printf U -o -printf R \\) \\
  -printf '%y\\t%s\\t%m\\t%T@\\t%p\\0%l\\0'
printf '\\0'
find "$start" -type f -readable -size +0 -print0 | xargs -0 -r grep -acHZE -m1 -e "$2" --
exit 0
`;

/** The command that looks at a tree on a VM. */
export function remoteTreeCommand(path: string): readonly string[] {
  return ["sh", "-c", SCRIPT, "sh", path, PATTERN];
}
