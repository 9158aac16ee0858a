import { ValidationError } from "@azlin/core";

const REPOSITORY = /^https:\/\/github\.com\/([A-Za-z0-9][A-Za-z0-9-]{0,38})\/([A-Za-z0-9._-]{1,100}?)(?:\.git)?\/?$/;

// gh asks for nothing and may sign in where git alone would stop and wait for a password.
const SCRIPT = `set -eu
if [ -d "$HOME/$2/.git" ]; then echo "$2 is there already"; exit 0; fi
cd "$HOME"
if command -v gh >/dev/null && gh auth status >/dev/null 2>&1; then gh repo clone "$1" "$2"
else GIT_TERMINAL_PROMPT=0 git clone -- "$1" "$2"; fi`;

/**
 * Clones a repository into the home of a VM's user; one that is there already stays as it is.
 *
 * @throws ValidationError (`INVALID_REPOSITORY`) for anything but `https://github.com/OWNER/NAME`.
 */
export function cloneRepositoryCommand(url: string): readonly string[] {
  const [, owner, name] = REPOSITORY.exec(url) ?? [];
  if (owner === undefined || name === undefined || name === "." || name === "..") {
    throw new ValidationError("INVALID_REPOSITORY", "Invalid GitHub URL. Must start with https://github.com/", {
      hint: "Give it as https://github.com/OWNER/NAME.",
      details: { url },
    });
  }
  return ["bash", "-lc", SCRIPT, "azlin", `https://github.com/${owner}/${name}`, name];
}
