import { describe, expect, it } from "vitest";
import { guestCloud } from "../support/guest-cloud.ts";
import { SANDBOXES } from "../support/sandboxes.ts";
import { hostKeyOf, sshClient, type ClientAnswer } from "../support/ssh-client.ts";
import { TAR_END, TAR_TIME_SECONDS, tarEntry } from "../support/tar-entry.ts";

// Replaces a file at once, if it is still the one with that checksum; its mode stays.
const REPLACE = `set -eu
file="$(readlink -f "$HOME/.bashrc")"
new="$(mktemp "$file.azlin-XXXXXX")"
trap 'rm -f "$new"' EXIT
cat >"$new"
now="$(cksum <"$file" 2>/dev/null || echo none)"
[ "$now" = "$1" ] || exit 75
if [ -e "$file" ]; then chmod --reference="$file" "$new"; else chmod 0644 "$new"; fi
mv -f "$new" "$file"`;

const ADD_LINE = `set -eu
umask 077
mkdir -p "$HOME/.keys"
file="$HOME/.keys/list"
touch "$file"
if grep -qF -- "$2" "$file"; then exit 0; fi
new="$(mktemp "$file.azlin-XXXXXX")"
trap 'rm -f "$new"' EXIT
{ sed -e '$a\\' "$file"; printf '%s\\n' "$1"; } >"$new"
chmod --reference="$file" "$new"
mv -f "$new" "$file"`;

const REMOVE_LINE = `set -eu
umask 077
file="$HOME/.keys/list"
grep -qF -- "$1" "$file" || exit 0
new="$(mktemp "$file.azlin-XXXXXX")"
trap 'rm -f "$new"' EXIT
grep -vF -- "$1" "$file" >"$new" || true
grep -qF -- "$2" "$new" || exit 76
chmod --reference="$file" "$new"
mv -f "$new" "$file"`;

// Gives a clone host keys of its own: the script comes on stdin, with an argument.
const RENEW = `set -eu
keys="$(mktemp -d)"
trap 'rm -rf "$keys"' EXIT
mkdir -p "$keys/etc/ssh"
ssh-keygen -A -f "$keys" >/dev/null
rm -f /etc/ssh/ssh_host_*
cp -p "$keys"/etc/ssh/ssh_host_ed25519_key* /etc/ssh/
systemctl try-restart ssh.service sshd.service >/dev/null 2>&1 || true
printf '%s ' "$1"
cat /etc/ssh/ssh_host_ed25519_key.pub
`;

const RECEIVE = `
export LC_ALL=C
mkdir -p -- "$1" && cd -- "$1" && mkdir -m 700 -- "$2" || exit 73
if tar -x -p -f - --no-same-owner -C "$2"; then cd "$2" && find . ! -type d -printf '%y\\t%s\\t%T@\\t%P\\0'
else code=$?; rm -rf -- "$2"; exit "$code"; fi
`;

const COMMIT = `
export LC_ALL=C
cd -- "$1/$2" && xargs -0 -r rm -f -- && find . -type d ! -perm -700 -exec chmod u+rwx {} + || exit 73
status=0
if [ $# -gt 2 ]; then for file in ./* ./.[!.]* ./..?*; do
  if [ -e "$file" ] || [ -L "$file" ]; then mv -f -T -- "$file" "../$3" || status=74; fi
done
else
  find . -mindepth 1 -type d -print0 | (cd .. && xargs -0 -r mkdir -p --) || status=74
  find . -type d -exec sh -c 'status=0; for directory do
    [ "$directory" = . ] || chmod --reference="$directory" "../$directory" || status=1
    find "$directory" -maxdepth 1 ! -type d -print0 | xargs -0 -r mv -f -t "../$directory" -- || status=1
  done; exit $status' sh {} + || status=74
fi
cd .. && rm -rf -- "$2"
exit $status
`;

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

type Run = (script: string, args?: readonly string[], input?: string) => Promise<ClientAnswer>;

describe.each(SANDBOXES)("scripts that change files in a %s sandbox", { timeout: 30_000 }, (sandbox) => {
  async function guest(): Promise<{ readonly run: Run; readonly say: (command: string) => Promise<string> }> {
    const cloud = await guestCloud({ guests: { sandbox } });
    const port = await cloud.addVm("alpha");
    return {
      run: (script, args = [], input = "") =>
        sshClient(port, ["bash", "-c", script, "azlin", ...args].map(quote).join(" "), { input }),
      say: async (command) => (await sshClient(port, command)).stdout,
    };
  }

  it("replace a file that nobody else has changed, and keep its mode", async () => {
    const { run, say } = await guest();
    await say("echo '# old' >~/.bashrc; chmod 0640 ~/.bashrc");
    const checksum = (await say("cksum <~/.bashrc")).trim();
    const stale = await run(REPLACE, ["1 1"], "# lost\n");
    expect(stale.code).toBe(75);
    expect(await run(REPLACE, [checksum], "# new\n")).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(await say("cat ~/.bashrc; stat -c %a ~/.bashrc; ls -A ~ | grep azlin-")).toBe("# new\n640\n");
  });

  it("replace a file that was not there", async () => {
    const { run, say } = await guest();
    await say("rm -f ~/.bashrc");
    expect((await run(REPLACE, ["none"], "# new\n")).code).toBe(0);
    expect(await say("cat ~/.bashrc; stat -c %a ~/.bashrc")).toBe("# new\n644\n");
  });

  it("add a line and take another away, in files that are the user's alone", async () => {
    const { run, say } = await guest();
    await run(ADD_LINE, ["type AAAA one", "AAAA"]);
    await say("printf 'type CCCC unended' >>~/.keys/list");
    expect(await run(ADD_LINE, ["type BBBB two", "BBBB"])).toEqual({ code: 0, stdout: "", stderr: "" });
    const all = "type AAAA one\ntype CCCC unended\ntype BBBB two\n";
    expect(await say("cat ~/.keys/list; stat -c %a ~/.keys ~/.keys/list")).toBe(`${all}700\n600\n`);
    expect((await run(REMOVE_LINE, ["AAAA", "DDDD"])).code).toBe(76);
    expect(await say("cat ~/.keys/list; ls -A ~/.keys")).toBe(`${all}list\n`);
    expect((await run(REMOVE_LINE, ["AAAA", "BBBB"])).code).toBe(0);
    expect(await say("cat ~/.keys/list; ls -A ~/.keys")).toBe("type CCCC unended\ntype BBBB two\nlist\n");
  });

  it("receive a tree, and put in place what is wanted of it", async () => {
    const { run, say } = await guest();
    const entries = [
      tarEntry("p/", { type: "5" }),
      tarEntry("p/a  $(id).txt", { content: "hello" }),
      tarEntry("p/link", { type: "2", link: "nowhere" }),
      tarEntry("p/unwanted", { content: "x" }),
    ];
    const archive = Buffer.concat([...entries, TAR_END]).toString("latin1");
    const received = await run(RECEIVE, ["./to", ".partial"], archive);
    const listing = received.stdout.split("\0").map((line) => line.split("\t"));
    const files = listing.filter(([kind]) => kind === "f");
    const told = files.map(([, size, at, path]) => `${path}: ${size} at ${Math.floor(Number(at))}`);
    const time = TAR_TIME_SECONDS;
    expect(told.toSorted()).toEqual([`p/a  $(id).txt: 5 at ${time}`, `p/unwanted: 1 at ${time}`]);
    expect(listing).toContainEqual(["l", expect.any(String), expect.any(String), "p/link"]);
    expect(await say("stat -c %a to/.partial")).toBe("700\n");
    const committed = await run(COMMIT, ["./to", ".partial"], "p/unwanted\0");
    expect(committed).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(await say("cd to; find . | sort; cat p/a*; readlink p/link; stat -c %a p/a*")).toBe(
      ".\n./p\n./p/a  $(id).txt\n./p/link\nhellonowhere\n640\n",
    );
  });

  it("receive one file under another name", async () => {
    const { run, say } = await guest();
    const archive = Buffer.concat([tarEntry("x", { content: "hello" }), TAR_END]).toString("latin1");
    expect((await run(RECEIVE, ["./to", ".partial"], archive)).code).toBe(0);
    expect((await run(COMMIT, ["./to", ".partial", "y"])).code).toBe(0);
    expect(await say("ls -A to; cat to/y")).toBe("y\nhello");
    await say("mkdir to/z");
    await run(RECEIVE, ["./to", ".partial"], archive);
    expect((await run(COMMIT, ["./to", ".partial", "z"])).code).toBe(74);
  });

  it("take what is no archive for a failure, and leave nothing behind", async () => {
    const { run, say } = await guest();
    expect((await run(RECEIVE, ["./to", ".partial"], "no archive")).code).not.toBe(0);
    expect(await say("ls -A to")).toBe("");
  });

  it("have a umask for each shell", async () => {
    const { say } = await guest();
    const inner = "umask 027; echo >masked; mkdir within; mkdir -m 751 -- told -x; umask";
    expect(await say(`bash -c '${inner}'; umask; echo >plain; stat -c %a masked within told ./-x plain`)).toBe(
      "0027\n0022\n640\n750\n751\n751\n644\n",
    );
  });

  it("run their last exit trap when their shell ends, and keep its exit code", async () => {
    const { run } = await guest();
    const inner = `bash -c 'trap "echo first" EXIT; x=1; trap "echo \\$x" EXIT; exit 3'`;
    const outer = `y=outer; trap 'echo $y; exit 9' TERM; trap 'echo $y' EXIT; ${inner}; echo $?; exit 4`;
    expect(await run(outer)).toMatchObject({ code: 4, stdout: "1\n3\nouter\n" });
    expect(await run("trap 'echo never' EXIT; trap - EXIT")).toMatchObject({ code: 0, stdout: "" });
  });

  it("make files and directories of their own", async () => {
    const { say, run } = await guest();
    const made = 'f=$(mktemp); d=$(mktemp -d); t=$(mktemp -d ./t-XXXXXX); stat -c %a "$f" "$d" "$t"; echo "$f $d $t"';
    expect(await say(made)).toMatch(/^600\n700\n700\n\/tmp\/tmp\.\w{10} \/tmp\/tmp\.\w{10} \.\/t-\w{6}\n$/);
    expect(await run("mktemp x")).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("too few X's"),
    });
    expect(await run("mktemp -q ./none/x-XXXX")).toEqual({ code: 1, stdout: "", stderr: "" });
    expect((await run("mktemp -d ./none/x-XXXX")).stderr).toContain("failed to create directory via template");
  });

  it("compare files by their checksums", async () => {
    const { say, run } = await guest();
    expect(await say("printf hello | cksum; printf hello >h; cksum h; printf '' | cksum")).toBe(
      "3287646509 5\n3287646509 5 h\n4294967295 0\n",
    );
    expect(await run("cksum none")).toMatchObject({ code: 1, stderr: expect.stringContaining("none") });
  });

  it("write text that is not English", async () => {
    const { say } = await guest();
    expect(await say("echo 'schön für £5'")).toBe("schön für £5\n");
  });

  it("serves the host key that a script has made, and no other any more", async () => {
    const cloud = await guestCloud({ guests: { sandbox } });
    const port = await cloud.addVm("alpha");
    const shown = async (): Promise<string> => (await sshClient(port, "cat /etc/ssh/ssh_host_ed25519_key.pub")).stdout;
    const before = await shown();
    const renewed = await sshClient(port, "sudo bash -s -- beta", { input: RENEW });
    expect(renewed).toMatchObject({ code: 0, stdout: expect.stringContaining("ssh-ed25519 ") });
    expect(await shown()).not.toBe(before);
    expect(renewed.stdout).toBe(`beta ${await shown()}`);
    await expect.poll(() => hostKeyOf(port), { timeout: 10_000 }).toBe((await shown()).split(" ")[1]);
  });
});
