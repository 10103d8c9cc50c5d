/** Scenarios: which one a zone's hostnames live through became a setting of zones, and whether labels name them. */
export const scenarios = `
UPDATE zones SET settings = json_set(settings, '$.scenario', NULL, '$.scenarioLabels', json('true')) WHERE json_extract(settings, '$.scenarioLabels') IS NULL;
UPDATE meta SET value = json_set(value, '$.settings.scenario', NULL, '$.settings.scenarioLabels', json('true'))
  WHERE key LIKE 'zone_made_as/%' AND json_extract(value, '$.settings.scenarioLabels') IS NULL;
`
