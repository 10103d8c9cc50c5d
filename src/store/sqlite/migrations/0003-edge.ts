/** The edge: how it talks to origins became a setting of zones. */
export const edge = `
UPDATE zones SET settings = json_set(settings, '$.encryption', 'full') WHERE json_extract(settings, '$.encryption') IS NULL;
`
