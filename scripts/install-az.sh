#!/usr/bin/env bash
# Installs a working Azure CLI into DIR and writes DIR/az. Debian 12, root; half a minute; does nothing the second time.
#
# Debian 12's own azure-cli 2.45 does not match the client libraries it comes with. Debian 13's 2.74 runs on the
# python3.11 of Debian 12, so its packages are unpacked beside the system instead of being installed into it.
set -euo pipefail

dest=$(realpath -m "${1:?usage: install-az.sh DIR}")
version=2.74.0-1
if [ -x "$dest/az" ] && "$dest/az" version --output none 2>/dev/null; then
  echo "az is already in $dest"
  exit 0
fi

# What az needs and what Debian 12 has in a version that fits.
from_this_release=(
  ca-certificates python3 python3-adal python3-antlr4 python3-argcomplete python3-certifi python3-chardet
  python3-colorama python3-cryptography python3-dateutil python3-decorator python3-distro python3-fabric
  python3-humanfriendly python3-javaproperties python3-jmespath python3-jsondiff python3-jwt python3-nacl
  python3-openssl python3-packaging python3-paramiko python3-pkg-resources python3-pkginfo python3-portalocker
  python3-psutil python3-pygments python3-requests python3-requests-oauthlib python3-scp python3-semver python3-six
  python3-sshtunnel python3-tabulate python3-urllib3 python3-websocket python3-xmltodict python3-yaml
)
from_next_release=(
  "azure-cli=$version" "python3-azure-cli=$version" "python3-azure-cli-core=$version"
  "python3-azure-cli-telemetry=$version" python3-azure python3-msal python3-msal-extensions
  python3-azure-multiapi-storage python3-knack python3-msrest python3-msrestazure python3-typing-extensions
  python3-isodate
)

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${from_this_release[@]}" >/dev/null

# The next release gets package lists of its own: the system's apt never learns of it.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{lists/partial,cache/archives/partial,debs}
mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' | awk '$2 == "bookworm" { print $1; exit }')
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >"$work/sources.list"
apt=(
  -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=/dev/null
  -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache" -o Dir::State::status=/dev/null
  -o APT::Sandbox::User=root -o Acquire::Languages=none
)
apt-get "${apt[@]}" update -qq
(cd "$work/debs" && apt-get "${apt[@]}" download -qq "${from_next_release[@]}")

mkdir -p "$dest"
for deb in "$work"/debs/*.deb; do dpkg-deb -x "$deb" "$dest"; done
site=$dest/usr/lib/python3/dist-packages
touch "$site/azure/__init__.py"
cat >"$dest/az" <<X
#!/bin/sh
unset PYTHONDONTWRITEBYTECODE
PYTHONPATH='$site' PYTHONWARNINGS=ignore exec /usr/bin/python3 -m azure.cli "\$@"
X
chmod 755 "$dest/az"
"$dest/az" version --output json
