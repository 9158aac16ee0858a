import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { classifyPath } from "../../src/index.ts";

describe("the path of a file", () => {
  it.each([
    "home/.ssh/id_ed25519",
    "home/.ssh/id_github",
    "home/.ssh/id_web",
    "home/.ssh/authorized_keys",
    ".ssh/work_key",
    "deep/er/.ssh/anything",
    "/home/u/.SSH/key",
    "id_rsa",
    "backup/id_ed25519.bak",
    ".aws/credentials",
    ".aws/config",
    ".azure/msal_token_cache.json",
    ".azure/accessTokens.json",
    ".config/gcloud/credentials.db",
    ".gcloud/x",
    ".env",
    "app/.env.production",
    "app/prod.env",
    "app/prod.env.bak",
    ".ENV",
    ".envrc",
    ".env/prod",
    "tls/server.key",
    "ca.pem",
    "cert.pem.old",
    "x.p12",
    "x.pfx",
    "putty.ppk",
    "credentials.json",
    "my-credentials-old.txt",
    ".npmrc",
    ".netrc",
    ".pypirc",
    ".git-credentials",
    ".docker/config.json",
    ".kube/config",
    ".gnupg/secring.gpg",
    ".config/gh/hosts.yml",
    ".mozilla/firefox/x/logins.json",
    "infra/terraform.tfstate",
    "azlin_key",
    ".vault-token",
  ])("%s holds it back", (path) => {
    verifies("V2-09");
    expect(classifyPath(path)).toEqual(expect.any(String));
  });

  it.each([
    ".ssh/config",
    ".ssh/known_hosts",
    ".ssh/id_ed25519.pub",
    ".azure/config",
    "src/main.ts",
    ".bashrc",
    "environment.ts",
    "keyboard.md",
    "docs/ssh.md",
    ".gitignore",
    "id.txt",
    "monkey",
    "a.pub",
    ".config/nvim/init.lua",
  ])("%s is no reason to hold it back", (path) => {
    expect(classifyPath(path)).toBeUndefined();
  });

  it("may be bytes that are no text", () => {
    expect(classifyPath(Buffer.from("\xff\xfe/.env", "latin1"))).toBe("environment file");
    expect(classifyPath(Buffer.from("\xff\xfe/a", "latin1"))).toBeUndefined();
  });
});
