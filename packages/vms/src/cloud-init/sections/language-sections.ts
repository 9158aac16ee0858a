import type { ProvisioningSection } from "../provisioning-section.ts";

/** Programming languages. Each sets its PATH for login shells, which is how it is verified. */
export const LANGUAGE_SECTIONS: readonly ProvisioningSection[] = [
  {
    name: "node",
    timeLimitSeconds: 600,
    script: `fetch https://deb.nodesource.com/setup_lts.x | bash
apt_get install nodejs
login_path node 'export NPM_CONFIG_PREFIX="$HOME/.npm-packages"' 'export PATH="$HOME/.npm-packages/bin:$PATH"'
as_user mkdir -p "$AZLIN_USER_HOME/.npm-packages"
verify node --version
verify npm --version
`,
  },
  {
    name: "uv",
    timeLimitSeconds: 300,
    script: `fetch https://astral.sh/uv/install.sh | env UV_INSTALL_DIR=/usr/local/bin INSTALLER_NO_MODIFY_PATH=1 sh
verify uv --version
`,
  },
  {
    name: "python",
    needs: ["uv"],
    timeLimitSeconds: 600,
    // Beside the system's python3, which apt, cloud-init and the Azure agent depend on.
    script: `export UV_PYTHON_INSTALL_DIR=/opt/azlin/python UV_PYTHON_BIN_DIR=/usr/local/bin
uv python install 3.13
verify python3.13 --version
`,
  },
  {
    name: "rust",
    timeLimitSeconds: 900,
    script: `fetch https://sh.rustup.rs >/tmp/azlin-rustup.sh
chmod 0644 /tmp/azlin-rustup.sh
as_user sh /tmp/azlin-rustup.sh -y --no-modify-path --profile default
rm -f /tmp/azlin-rustup.sh
login_path rust 'export PATH="$HOME/.cargo/bin:$PATH"'
verify rustc --version
verify cargo --version
`,
  },
  {
    name: "go",
    timeLimitSeconds: 600,
    script: `version="$(fetch 'https://go.dev/VERSION?m=text' | head -n 1)"
fetch "https://go.dev/dl/$version.linux-$(dpkg --print-architecture).tar.gz" >/tmp/azlin-go.tar.gz
rm -rf /usr/local/go
tar -C /usr/local -xzf /tmp/azlin-go.tar.gz
rm -f /tmp/azlin-go.tar.gz
login_path go 'export PATH="/usr/local/go/bin:$HOME/go/bin:$PATH"'
verify go version
`,
  },
  {
    name: "dotnet",
    timeLimitSeconds: 900,
    script: `apt_get install libicu-dev
fetch https://dot.net/v1/dotnet-install.sh >/tmp/azlin-dotnet.sh
bash /tmp/azlin-dotnet.sh --channel LTS --install-dir /usr/local/share/dotnet --no-path
rm -f /tmp/azlin-dotnet.sh
login_path dotnet 'export DOTNET_ROOT=/usr/local/share/dotnet' 'export PATH="$DOTNET_ROOT:$HOME/.dotnet/tools:$PATH"'
verify dotnet --version
`,
  },
];
