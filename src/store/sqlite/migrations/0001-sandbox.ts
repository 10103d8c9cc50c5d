/** Zones with their records, custom hostnames and events; identities. */
export const sandbox = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE accounts (id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;
CREATE TABLE zones (
  zone_no INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  type TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  clock TEXT NOT NULL,
  settings TEXT NOT NULL
) STRICT;
CREATE TABLE zone_counters (
  zone_no INTEGER PRIMARY KEY REFERENCES zones (zone_no) ON DELETE CASCADE,
  hostnames INTEGER NOT NULL DEFAULT 0,
  last_number INTEGER NOT NULL DEFAULT 0,
  indexed_seq INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE users (id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, key_hash TEXT NOT NULL) STRICT;
CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  zone_ids TEXT,
  permissions TEXT NOT NULL,
  status TEXT NOT NULL,
  not_before INTEGER,
  expires_at INTEGER
) STRICT;
CREATE TABLE dns_records (
  id TEXT PRIMARY KEY,
  zone_no INTEGER NOT NULL REFERENCES zones (zone_no) ON DELETE CASCADE,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  content TEXT NOT NULL,
  proxied INTEGER NOT NULL,
  rest TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX dns_records_by_name ON dns_records (zone_no, name);
CREATE TABLE fallback_origins (
  zone_no INTEGER PRIMARY KEY REFERENCES zones (zone_no) ON DELETE CASCADE,
  state TEXT NOT NULL
) STRICT;
CREATE TABLE custom_hostnames (
  seq INTEGER PRIMARY KEY,
  zone_no INTEGER NOT NULL REFERENCES zones (zone_no),
  id TEXT NOT NULL,
  hostname TEXT NOT NULL,
  status TEXT NOT NULL,
  ssl_status TEXT,
  certificate_authority TEXT,
  wildcard INTEGER NOT NULL,
  custom_origin_server TEXT,
  due_at INTEGER,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  config TEXT NOT NULL,
  lifecycle TEXT NOT NULL,
  wire TEXT
) STRICT;
CREATE UNIQUE INDEX custom_hostnames_by_hostname ON custom_hostnames (hostname, zone_no);
CREATE INDEX custom_hostnames_by_due ON custom_hostnames (zone_no, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX custom_hostnames_by_status ON custom_hostnames (zone_no, status);
CREATE INDEX custom_hostnames_by_ssl_status ON custom_hostnames (zone_no, ssl_status);
CREATE INDEX custom_hostnames_by_origin ON custom_hostnames (zone_no, custom_origin_server) WHERE custom_origin_server IS NOT NULL;
CREATE VIRTUAL TABLE hostname_search USING fts5 (hostname, content = '', contentless_delete = 1, tokenize = 'trigram');
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  zone_no INTEGER NOT NULL,
  seq INTEGER,
  at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_hostname ON events (seq) WHERE seq IS NOT NULL;
`
