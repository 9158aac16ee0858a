import type { ProvisioningSection } from "../provisioning-section.ts";

/** Command line tools of clouds and code hosts, and assistants. */
export const CLOUD_SECTIONS: readonly ProvisioningSection[] = [
  {
    name: "az",
    timeLimitSeconds: 600,
    script: `fetch https://aka.ms/InstallAzureCLIDeb | bash
verify az --version
`,
  },
  {
    name: "gh",
    timeLimitSeconds: 300,
    script: `install -d -m 0755 /etc/apt/keyrings
fetch https://cli.github.com/packages/githubcli-archive-keyring.gpg >/etc/apt/keyrings/githubcli.gpg
chmod 0644 /etc/apt/keyrings/githubcli.gpg
architecture="$(dpkg --print-architecture)"
echo "deb [arch=$architecture signed-by=/etc/apt/keyrings/githubcli.gpg] https://cli.github.com/packages stable main" \\
  >/etc/apt/sources.list.d/github-cli.list
apt_get update
apt_get install gh
verify gh --version
`,
  },
  {
    name: "ai",
    needs: ["node"],
    timeLimitSeconds: 600,
    script: `as_user npm install --global --no-fund --no-audit @github/copilot @openai/codex @anthropic-ai/claude-code
verify copilot --version
verify codex --version
verify claude --version
`,
  },
];
