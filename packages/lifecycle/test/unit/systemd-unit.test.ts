import { verifies } from "@azlin/testing";
import { expect, test } from "vitest";
import { systemdUnit } from "../../src/index.ts";

test("the unit runs the daemon in the foreground, and its words survive systemd's own reading", () => {
  verifies("LIFE-10");
  const unit = systemdUnit({
    command: ["/usr/bin/node", "/opt/my azlin.cjs", 'say "hi"', "100%", "$HOME"],
    env: { AZLIN_HOME: "/home/me/.azlin" },
  });
  expect(unit).toContain('ExecStart="/usr/bin/node" "/opt/my azlin.cjs" "say \\"hi\\"" "100%%" "$$HOME"\n');
  expect(unit).toContain('Environment="AZLIN_HOME=/home/me/.azlin"\n');
  expect(unit).toContain("ExecReload=/bin/kill -HUP $MAINPID\n");
  expect(unit).toContain("WantedBy=default.target\n");
});
