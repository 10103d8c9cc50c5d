/** Certificates: the authorities, what was made and what was uploaded with its keys, signing requests. */
export const certificates = `
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
`
