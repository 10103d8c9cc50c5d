/** The customers' world: records, faults and web servers around the zones; per-hostname inspectors; names below a name of a zone. */
export const customersWorld = `
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
`
