import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realComponent } from "@azlin/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { generateSshKeyPair } from "../../src/services/compute/ssh-key/generate-ssh-key-pair.ts";
import { run } from "../support/guest-cloud.ts";
import { GUEST, realSsh, textOf } from "../support/real-ssh.ts";

const hasSsh = realComponent("ssh") !== undefined && realComponent("bwrap") !== undefined;
const hasTmux = realComponent("tmux") !== undefined;

describe.runIf(hasSsh)("a guest and the real ssh", { timeout: 30_000 }, () => {
  it("runs commands as the user, in its home", async () => {
    const { say } = await realSsh();
    expect(await say("id -un; hostname; pwd")).toBe("azureuser\nalpha\n/home/azureuser\n");
  });

  it("passes exit codes and errors on", async () => {
    const { cloud, port } = await realSsh();
    expect(await cloud.ssh(port, "echo out; echo err >&2; exit 7")).toMatchObject({ code: 7, stderr: "err\n" });
  });

  it("takes commands as they are quoted", async () => {
    const { say } = await realSsh();
    const quoted = String.raw`printf '<%s>' "a  b" '$HOME' "it's" "x;y" $'n\nl'`;
    expect(await say(quoted)).toBe("<a  b><$HOME><it's><x;y><n\nl>");
  });

  it("passes 10 MB of bytes in and out", async () => {
    const { cloud, port } = await realSsh();
    const bytes = Buffer.alloc(10 * 1024 * 1024, Buffer.from(Array.from({ length: 251 }, (_, index) => index)));
    expect((await cloud.ssh(port, "cat", bytes)).stdout.equals(bytes)).toBe(true);
  });

  it("takes no environment from the client but its language and terminal", async () => {
    const { cloud, port } = await realSsh();
    const options = ["-o", "SetEnv=LC_TIME=C LD_PRELOAD=/tmp/x BASH_ENV=/tmp/y", ...cloud.sshArguments(port)];
    const ran = await run("ssh", [...options, GUEST, 'echo "<$LC_TIME$LD_PRELOAD$BASH_ENV>"']);
    expect(textOf(ran)).toBe("<C>\n");
  });

  it("lets in only the one user, by a key that the guest lists", async () => {
    const { cloud, port } = await realSsh();
    const other = await run("ssh", [...cloud.sshArguments(port), "root@127.0.0.1", "true"]);
    expect(other).toMatchObject({ code: 255, stderr: expect.stringContaining("Permission denied (publickey)") });
    const stranger = generateSshKeyPair("Ed25519", "stranger");
    await writeFile(cloud.keyPath, stranger.privateKey, { mode: 0o600 });
    expect((await cloud.ssh(port, "true")).stderr).toContain("Permission denied (publickey)");
  });

  it("shows nothing of this machine's files, and changes none", async () => {
    const { cloud, port } = await realSsh();
    const secret = await mkdtemp(join(tmpdir(), "azlin-secret-"));
    onTestFinished(() => rm(secret, { recursive: true }));
    const seen = await cloud.ssh(port, `cat /etc/shadow; ls ${secret}; ls -A /root /tmp; touch /usr/x`);
    expect(seen.stderr).toContain("/etc/shadow: No such file");
    expect(seen.stderr).toContain("cannot touch '/usr/x': Read-only file system");
    expect(textOf(seen)).toBe("/root:\n\n/tmp:\n");
  });

  it("shows nothing of other guests", async () => {
    const { cloud, port } = await realSsh();
    const other = await cloud.addVm("beta");
    await cloud.ssh(other, "echo mine > ~/file; echo mine > /tmp/file; sleep 987 >/dev/null 2>&1 &");
    const seen = await cloud.ssh(port, "cat ~/file /tmp/file; pgrep -x sleep");
    expect(textOf(seen)).toBe("");
  });

  it("has no network", async () => {
    const { cloud, port } = await realSsh();
    const interfaces = "tail -n +3 /proc/net/dev | cut -d : -f 1";
    expect(textOf(await cloud.ssh(port, interfaces)).trim()).toBe("lo");
    expect((await cloud.ssh(port, `exec 3<>/dev/tcp/127.0.0.1/${port}`)).code).not.toBe(0);
  });

  it("ends what runs when the client goes away", async () => {
    const { cloud, port, say } = await realSsh();
    const client = run("timeout", ["1", "ssh", ...cloud.sshArguments(port), GUEST, "sleep 4321"]);
    expect((await client).code).toBe(124);
    await expect.poll(() => say("pgrep -xc sleep"), { timeout: 10_000 }).toBe("0\n");
  });

  it("keeps what runs in the background after the connection", async () => {
    const { say } = await realSsh();
    await say("nohup sleep 4321 >/dev/null 2>&1 </dev/null &");
    expect(await say("pgrep -xc sleep")).toBe("1\n");
  });

  it.runIf(hasTmux)("keeps sessions of tmux after the connection", async () => {
    const { say } = await realSsh();
    await say("tmux new-session -d -s work 'cat'");
    await say("tmux send-keys -t work 'still here' Enter");
    expect(await say("tmux list-sessions -F '#S'")).toBe("work\n");
    await expect.poll(() => say("tmux capture-pane -p -t work")).toContain("still here");
  });

  it("gives a terminal of the client's size", async () => {
    const { cloud, port } = await realSsh();
    const command = "'stty size; tty; echo $TERM'";
    const outer = `stty rows 33 cols 101; ssh -tt ${cloud.sshArguments(port).join(" ")} ${GUEST} ${command}`;
    expect(textOf(await run("script", ["-qefc", outer, "/dev/null"]))).toMatch(/33 101\r\n\/dev\/pts\/\d+\r\n/);
  });
});
