#!/bin/sh
# A hook: azlin runs it on this machine, as you, when something happens to a VM. Put your pager here, for example
#   curl -fsS -d "$AZLIN_VM_NAME: $AZLIN_REASON" "https://ntfy.example/oncall"
echo "$AZLIN_TIMESTAMP $AZLIN_VM_NAME $AZLIN_EVENT_TYPE (failures: $AZLIN_FAILURE_COUNT): $AZLIN_REASON" >> "$AZLIN_HOME/alerts.txt"
