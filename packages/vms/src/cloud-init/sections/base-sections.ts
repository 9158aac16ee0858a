import type { ProvisioningSection } from "../provisioning-section.ts";

const BASE_PACKAGES = [
  "git",
  "tmux",
  "curl",
  "wget",
  "ca-certificates",
  "gnupg",
  "build-essential",
  "software-properties-common",
  "make",
  "cmake",
  "ripgrep",
  "fd-find",
  "python3-pip",
  "pipx",
  "jq",
  "rsync",
  "unzip",
  "htop",
  "tree",
  "vim",
];

/** What every VM gets, and what it needs to be worked on: packages, tmux, containers. */
export const BASE_SECTIONS: readonly ProvisioningSection[] = [
  {
    name: "base",
    timeLimitSeconds: 900,
    script: `apt_get update
apt_get install ${BASE_PACKAGES.join(" ")}
verify git --version
verify curl --version
verify make --version
`,
  },
  {
    name: "tmux",
    needs: ["base"],
    timeLimitSeconds: 60,
    // The socket directory is on a disk that others may write to, and is gone after a start.
    script: `cat >/etc/tmux.conf <<'END'
set -g status-left-length 40
set -g status-left "[#S] "
set -g status-right "#H %H:%M"
set -g history-limit 50000
END
uid="$(id -u "$AZLIN_USER")"
echo "d /tmp/tmux-$uid 0700 $AZLIN_USER $AZLIN_USER -" >/etc/tmpfiles.d/azlin-tmux.conf
install -d -m 0700 -o "$AZLIN_USER" -g "$AZLIN_USER" "/tmp/tmux-$uid"
verify tmux -V
`,
  },
  {
    name: "docker",
    timeLimitSeconds: 600,
    script: `apt_get install docker.io
systemctl enable --now docker
usermod -aG docker "$AZLIN_USER"
verify docker --version
`,
  },
];
