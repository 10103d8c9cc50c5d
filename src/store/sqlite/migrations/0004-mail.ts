/** Mail: which hostnames are validated by it, what was asked and approved, and the mailbox. */
export const mail = `
ALTER TABLE custom_hostnames ADD COLUMN method TEXT AS (json_extract(config, '$.ssl.method')) VIRTUAL;
CREATE INDEX custom_hostnames_mailed ON custom_hostnames (id) WHERE method = 'email';
CREATE TABLE approvals (
  token TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  order_number INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  approved_at INTEGER
) STRICT;
CREATE INDEX approvals_by_hostname ON approvals (seq, order_number, asked_at);
CREATE TABLE mails (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  zone_no INTEGER NOT NULL REFERENCES zones (zone_no) ON DELETE CASCADE,
  custom_hostname_id TEXT NOT NULL,
  hostname TEXT NOT NULL,
  recipient TEXT NOT NULL,
  at INTEGER NOT NULL,
  token TEXT NOT NULL
) STRICT;
CREATE INDEX mails_by_zone ON mails (zone_no);
UPDATE zones SET settings = json_set(settings, '$.whoisContacts', json('{}')) WHERE json_extract(settings, '$.whoisContacts') IS NULL;
`
