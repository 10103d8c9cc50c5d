import type { Db } from './database.ts'
import { groupsOf } from './name-groups.ts'

const RATE_LIMITS_OFF = JSON.stringify({
  api: false,
  requests: 1200,
  windowSeconds: 300,
  refusedSeconds: 300,
  issuance: false,
  certificates: 15,
  certificatesWindowSeconds: 60,
  certificatesRefusedSeconds: 30,
  headers: 'remainder',
  body: 'short'
})

/**
 * Numbered, forward only; the number of a database stands in its `user_version`. A custom hostname's key is
 * `zone_no * 2^32 + number`: hostnames of a zone lie together in the order of their creation, a range of keys is a zone,
 * and the key follows from the id, so that ids need no index.
 */
export const MIGRATIONS: readonly string[] = [`
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
`, `
  -- The customers' world: records, faults and web servers around the zones; per-hostname inspectors; names below a name of a zone.
  CREATE TABLE customer_records (
    id TEXT PRIMARY KEY,
    zone_no INTEGER REFERENCES zones (zone_no) ON DELETE CASCADE,
    name TEXT NOT NULL,
    reversed TEXT NOT NULL,
    type TEXT NOT NULL,
    content TEXT NOT NULL,
    ttl INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX customer_records_once ON customer_records (coalesce(zone_no, 0), name, type, content);
  CREATE INDEX customer_records_by_name ON customer_records (name, zone_no);
  CREATE INDEX customer_records_below ON customer_records (reversed);
  CREATE INDEX customer_records_below_in_zone ON customer_records (zone_no, reversed);
  CREATE TABLE dns_faults (
    id TEXT PRIMARY KEY,
    zone_no INTEGER REFERENCES zones (zone_no) ON DELETE CASCADE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX dns_faults_once ON dns_faults (coalesce(zone_no, 0), name);
  CREATE INDEX dns_faults_by_name ON dns_faults (name);
  CREATE INDEX dns_faults_by_zone ON dns_faults (zone_no);
  CREATE TABLE http_overrides (
    zone_no INTEGER REFERENCES zones (zone_no) ON DELETE CASCADE,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    port INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX http_overrides_once ON http_overrides (coalesce(zone_no, 0), name);
  CREATE INDEX http_overrides_by_name ON http_overrides (name);
  CREATE INDEX http_overrides_by_zone ON http_overrides (zone_no);
  ALTER TABLE dns_records ADD COLUMN reversed TEXT NOT NULL DEFAULT '';
  UPDATE dns_records SET reversed = (
    WITH RECURSIVE letters (at, made) AS (SELECT 0, '' UNION ALL SELECT at + 1, substr(name, at + 1, 1) || made FROM letters WHERE at < length(name))
    SELECT made FROM letters ORDER BY at DESC LIMIT 1
  );
  CREATE INDEX dns_records_below ON dns_records (zone_no, reversed);
  ALTER TABLE custom_hostnames ADD COLUMN inspector TEXT AS (json_extract(config, '$.inspector')) VIRTUAL;
  CREATE INDEX custom_hostnames_by_inspector ON custom_hostnames (zone_no) WHERE inspector IS NOT NULL;
`, `
  -- The edge: how it talks to origins became a setting of zones.
  UPDATE zones SET settings = json_set(settings, '$.encryption', 'full') WHERE json_extract(settings, '$.encryption') IS NULL;
`, `
  -- Mail: which hostnames are validated by it, what was asked and approved, and the mailbox.
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
`, `
  -- Certificates: the authorities, what was made and what was uploaded with its keys, signing requests.
  CREATE TABLE authorities (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL) STRICT;
  CREATE TABLE leaf_packs (seq INTEGER PRIMARY KEY, pack INTEGER NOT NULL, fingerprints TEXT NOT NULL, leaves TEXT NOT NULL) STRICT;
  CREATE TABLE uploaded_certificates (
    id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    custom_hostname_id TEXT NOT NULL,
    csr_id TEXT,
    chain TEXT NOT NULL,
    private_key TEXT NOT NULL
  ) STRICT;
  CREATE INDEX uploaded_certificates_by_hostname ON uploaded_certificates (seq);
  CREATE INDEX uploaded_certificates_by_csr ON uploaded_certificates (csr_id) WHERE csr_id IS NOT NULL;
  CREATE TABLE custom_csrs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    zone_no INTEGER NOT NULL REFERENCES zones (zone_no) ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    private_key TEXT NOT NULL
  ) STRICT;
  CREATE INDEX custom_csrs_by_zone ON custom_csrs (zone_no, number);
`, `
  -- Rate limits became a setting of zones, off as before; what a reset goes back to has them too.
  UPDATE zones SET settings = json_set(settings, '$.rateLimits', json('${RATE_LIMITS_OFF}')) WHERE json_extract(settings, '$.rateLimits') IS NULL;
  UPDATE meta SET value = json_set(value, '$.settings.rateLimits', json('${RATE_LIMITS_OFF}'))
    WHERE key LIKE 'zone_made_as/%' AND json_extract(value, '$.settings.rateLimits') IS NULL;
`, `
  -- Scenarios: which one a zone's hostnames live through became a setting of zones, and whether labels name them.
  UPDATE zones SET settings = json_set(settings, '$.scenario', NULL, '$.scenarioLabels', json('true')) WHERE json_extract(settings, '$.scenarioLabels') IS NULL;
  UPDATE meta SET value = json_set(value, '$.settings.scenario', NULL, '$.settings.scenarioLabels', json('true'))
    WHERE key LIKE 'zone_made_as/%' AND json_extract(value, '$.settings.scenarioLabels') IS NULL;
`, `
  -- Names alone, which are counted without reading rows.
  CREATE TABLE hostname_pages (page INTEGER PRIMARY KEY, names TEXT NOT NULL) STRICT;
  INSERT INTO hostname_pages (page, names) ${groupsOf('seq / 1024',
    'custom_hostnames WHERE seq <= (SELECT indexed_seq FROM zone_counters WHERE zone_counters.zone_no = custom_hostnames.zone_no)')};
`]

export const SCHEMA_VERSION = MIGRATIONS.length

/** Applies what is missing, all of it or nothing. */
export function migrate (db: Db, from: number): void {
  if (from >= SCHEMA_VERSION) return
  db.transaction(() => {
    for (const sql of MIGRATIONS.slice(from)) db.exec(sql)
    db.pragma(`user_version = ${SCHEMA_VERSION}`)
  })()
}
