import { writeFile } from 'node:fs/promises'
import stories from '../../fixtures/stories.json' with { type: 'json' }
import type { ScenarioDefinition } from '../../src/core/scenarios/scenario.ts'
import { scenarios } from '../../src/scenarios.ts'

/** The page that this script writes. */
export const PAGE = new URL('../../docs/scenarios.md', import.meta.url)

const INTRODUCTION = `# Scenarios

A scenario is a story that people met with the real service, and that a hostname can be made to live through: by its label, by a
call, or by a setting of its zone. This page is written by \`npm run docs\` from the files in \`fixtures/scenarios/\`; a sandbox lists the same at
\`GET /__admin/scenarios\`.

## Three ways

| way | how | wins over |
| --- | --- | --- |
| a call on the hostname | \`PUT /__admin/zones/{zone_id}/custom_hostnames/{id}/scenario\` with \`{"scenario": "caa-blocked"}\`, at any time | label and zone |
| the leftmost label of the hostname | create \`caa-blocked.shop.customer.com\` | the zone |
| the zone's setting | \`PATCH /__admin/zones/{zone_id}\` with \`{"settings": {"scenario": "slow-10x"}}\`, for every hostname that it has or will have | |

- \`{"scenario": null}\` ends whatever the hostname lives through, also what its label or its zone asks for: in the story, the customer has repaired what was
  wrong. \`DELETE\` on the same path leaves it to label and zone again. Both calls, and setting one, are events of the type \`custom_hostname.scenario_set\`.
- Only the leftmost label counts (behind \`*.\` in a wildcard hostname), and only above two other labels: \`moved.com\` is a domain of that name and no
  scenario. \`moved.customer.com\` is one: a customer who really has such a name needs \`{"scenario": null}\` for it, or a zone with the setting \`scenario_labels\` false,
  in which labels are only names. A number out of its bounds, or written with a leading zero, makes an ordinary label.
- What a scenario changes on a hostname that lives already counts from now on: nothing happens in the past by it. What would have been due already is due now.
- Scenarios marked *at creation* are about the POST. They are asked for by label or setting; the call refuses them.
- What cannot be known as a scenario is refused with those that are written most like it.

## With each inspector

A scenario says what some checks find, how long steps take, and which settings hold for the hostname. What it says nothing of is found by the
inspector:

| inspector | checks that the scenario says nothing of |
| --- | --- |
| \`auto\` | pass, as \`auto_pass_at_attempt\` says |
| \`manual\` | fail until \`POST .../check\` lets one pass. A scenario in which a check passes (\`passes-at-attempt-<n>\`) lets it pass here too |
| \`dns\` | find what there is in the customers' world. \`moved\` needs a hostname that became active by what was found |

Durations and settings are changed with every inspector. Holds of the zone's settings come before a scenario, and so does a fallback origin that is not active,
for hostnames that are not active yet. The outcome that \`POST .../check\` names, or a forced state, comes before everything. Checks are counted as they are made: those that
a PATCH asks for count too.

## The scenarios

Some more than those named in reports are here, because they are the neighbours of one that is.
`

const ENDING = `
## Stories that need no scenario

| story | what happened | how to live through it |
| --- | --- | --- |
${stories.map(({ name, story, instead }) => `| \`${name}\` | ${story} | ${instead} |`).join('\n')}

## How they are written

One JSON file each; the vocabulary is read by \`src/core/scenarios/\`, which refuses what it does not know.

| effect | says |
| --- | --- |
| \`ownership\` | rules for checks of the hostname, the first that fits decides: \`checks\` and \`minutes\` in the status (\`{ from, before }\`), \`while\` \`pending\` (unless given) or \`active\`, \`again\` (a PATCH brought it back), \`finds\` \`passes\`, \`fails\` or \`blocked\`, \`errors\` by their names in [settings.md](settings.md) or \`texts\` in words. Without either a failure is what is usual in the zone |
| \`dcv\` | the same for checks of the certificate; besides \`orders\` (their numbers), \`again\` (a PATCH asked for the order), \`replaces\` (a certificate serves meanwhile) |
| \`stages\` | \`initializing\`, \`issuance\` or \`deployment\` fails, with \`errors\` or \`texts\`, and with \`orders\`, \`again\`, \`replaces\` as above |
| \`durations\` | by their names in a [schedule](schedules.md), such as \`certificate.initializing\`, or \`all\`: \`factor\`, or \`seconds\` whatever the schedule says |
| \`settings\` | settings of the zone as they are for the hostname |
| \`refuses\` | the error, by its name in [errors.md](errors.md), that a creation meets once everything else about it is right |
| \`edits_ignore\` | parts of a PATCH that are accepted and not heeded |
`

/** The page of all scenarios, made from their files. */
export function scenariosPage (): string {
  const rows = scenarios().definitions.map(rowOf)
  return [INTRODUCTION, '| scenario | what happens | how the API shows it | parameters | example |', '| --- | --- | --- | --- | --- |', ...rows, ENDING].join('\n')
}

function rowOf ({ label, description, shows, parameters, example, creationOnly }: ScenarioDefinition): string {
  const numbers = parameters.map(({ name, description: meaning, minimum, maximum }) => `\`${name}\`, ${minimum} to ${maximum}: ${meaning}`)
  const notes = creationOnly ? [...numbers, '*at creation*'] : numbers
  return `| \`${label}\` | ${cell(description)} | ${cell(shows)} | ${notes.join('; ')} | \`${example}\` |`
}

function cell (text: string): string {
  return text.replaceAll('|', '\\|')
}

if (import.meta.main) await writeFile(PAGE, scenariosPage())
