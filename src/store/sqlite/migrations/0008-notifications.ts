/** Notifications: where they go, who asked for them, what happened that is to be told, and the messages. */
export const notifications = `
CREATE TABLE webhook_destinations (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  body TEXT NOT NULL,
  last_success INTEGER,
  last_failure INTEGER
) STRICT;
CREATE TABLE notification_policies (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  body TEXT NOT NULL
) STRICT;
CREATE TABLE webhook_captures (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  zone_no INTEGER NOT NULL REFERENCES zones (zone_no) ON DELETE CASCADE,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX webhook_captures_by_zone ON webhook_captures (zone_no);
CREATE TABLE webhook_deliveries (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL,
  zone_no INTEGER NOT NULL REFERENCES zones (zone_no) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  custom_hostname_id TEXT,
  hostname TEXT,
  event_type TEXT NOT NULL,
  policy_id TEXT NOT NULL,
  destination_id TEXT NOT NULL,
  url TEXT NOT NULL,
  at INTEGER NOT NULL,
  state TEXT NOT NULL,
  due_at INTEGER,
  attempts TEXT NOT NULL,
  payload TEXT NOT NULL,
  sent_at INTEGER
) STRICT;
CREATE INDEX webhook_deliveries_by_due ON webhook_deliveries (zone_no, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries (destination_id, seq, number) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_by_zone ON webhook_deliveries (zone_no);
`
