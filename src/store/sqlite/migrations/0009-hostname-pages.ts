import { groupsOf } from '../name-groups.ts'

/** Names alone, which are counted without reading rows. */
export const hostnamePages = `
CREATE TABLE hostname_pages (page INTEGER PRIMARY KEY, names TEXT NOT NULL) STRICT;
INSERT INTO hostname_pages (page, names) ${groupsOf('seq / 1024',
  'custom_hostnames WHERE seq <= (SELECT indexed_seq FROM zone_counters WHERE zone_counters.zone_no = custom_hostnames.zone_no)')};
`
