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

/** Rate limits became a setting of zones, off as before; what a reset goes back to has them too. */
export const rateLimits = `
UPDATE zones SET settings = json_set(settings, '$.rateLimits', json('${RATE_LIMITS_OFF}')) WHERE json_extract(settings, '$.rateLimits') IS NULL;
UPDATE meta SET value = json_set(value, '$.settings.rateLimits', json('${RATE_LIMITS_OFF}'))
  WHERE key LIKE 'zone_made_as/%' AND json_extract(value, '$.settings.rateLimits') IS NULL;
`
