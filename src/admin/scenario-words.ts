import type { LivedScenarioWire } from '../../schemas/admin/scenario.ts'
import { askedOf } from '../core/certificate-state.ts'
import type { CertificateState } from '../core/certificate-state.ts'
import type { CustomHostname } from '../core/custom-hostname.ts'
import type { Outlook } from '../core/outlook.ts'
import { PASSES } from '../core/outlook.ts'
import type { OwnershipState } from '../core/ownership.ts'
import type { ChosenScenario } from '../core/scenarios/catalogue.ts'
import type { Scenario } from '../core/scenarios/scenario.ts'
import { shapeOutlook } from '../core/scenarios/shaped-outlook.ts'
import type { Schedule } from '../core/schedule.ts'
import type { Zone } from '../core/zone.ts'
import { chosenScenario, scheduleFor } from '../scenarios.ts'

/** What a scenario has to say of where a hostname stands: about an axis only while it keeps that from becoming active. */
export interface ScenarioWords {
  readonly blocks: { readonly status: readonly string[], readonly ssl_status: readonly string[] }
  /** Sentences with placeholders for names and values. */
  readonly remedies: { readonly status: readonly string[], readonly ssl_status: readonly string[] }
  readonly blocksSomething: boolean
}

const NOTHING: ScenarioWords = { blocks: { status: [], ssl_status: [] }, remedies: { status: [], ssl_status: [] }, blocksSomething: false }

const SOURCES: Readonly<Record<ChosenScenario['from'], string>> = {
  label: 'which its label asks for', hostname: 'which was set for it', zone: 'which is the setting of the zone'
}

/** The scenario of a hostname as it is explained. */
export function scenarioToWire (zone: Zone, hostname: CustomHostname): LivedScenarioWire | null {
  const chosen = chosenScenario(zone, hostname)
  if (chosen === undefined) return null
  const { scenario: { definition: { name, description }, label, parameters }, from } = chosen
  return { name, label, description, parameters: { ...parameters }, from }
}

/** What the scenario of a hostname has to say of where it stands. */
export function scenarioWords (zone: Zone, customHostname: CustomHostname): ScenarioWords {
  const chosen = chosenScenario(zone, customHostname)
  if (chosen === undefined) return NOTHING
  const { scenario, from } = chosen
  const { ownership, certificate } = customHostname.lifecycle
  const schedule = scheduleFor(zone, customHostname)
  const outlook = shapeOutlook(scenario.effects, EVERYTHING_PASSES, { ownership: FAILS, dcv: FAILS })
  const keeps = {
    status: keepsHostname(ownership, outlook, schedule),
    ssl_status: certificate !== undefined && keepsCertificate(certificate, outlook, { scenario, schedule })
  }
  const said = (axis: 'status' | 'ssl_status', sentence: string | undefined, before = ''): string[] =>
    keeps[axis] && sentence !== undefined ? [`${before}${withNumbers(sentence, scenario)}`] : []
  const { cause, remedy, label } = scenario
  const intro = `The scenario ${label}, ${SOURCES[from]}: `
  const blocks = { status: said('status', cause.status, intro), ssl_status: said('ssl_status', cause.ssl_status, intro) }
  return {
    blocks,
    remedies: { status: said('status', remedy.status), ssl_status: said('ssl_status', remedy.ssl_status) },
    blocksSomething: blocks.status.length + blocks.ssl_status.length > 0
  }
}

const FAILS = { passes: false, errors: [] } as const
const EVERYTHING_PASSES: Outlook = { ownership: () => PASSES, dcv: () => PASSES, stage: () => PASSES, activeHolds: true }

function keepsHostname (state: OwnershipState, outlook: Outlook, { hostname: { retries } }: Schedule): boolean {
  switch (state.status) {
    case 'pending': return !outlook.ownership(state.checks + 1, state.armedAt + (retries.dueMs[state.attempt] ?? 0), state).passes
    case 'moved': case 'deleted': case 'blocked': return true
    default: return false
  }
}

function keepsCertificate (
  state: CertificateState, outlook: Outlook, { scenario, schedule: { certificate: { retries } } }: { readonly scenario: Scenario, readonly schedule: Schedule }
): boolean {
  const asked = askedOf(state)
  switch (state.status) {
    case 'initializing': return !outlook.stage('initializing', asked).passes || scenario.effects.durations['certificate.initializing'] !== undefined
    case 'pending_validation': return !outlook.dcv(state.checks + 1, state.armedAt + (retries.dueMs[state.attempt] ?? 0), asked).passes
    case 'pending_issuance': return !outlook.stage('issuance', asked).passes
    case 'pending_deployment': return !outlook.stage('deployment', asked).passes
    case 'initializing_timed_out': case 'validation_timed_out': case 'issuance_timed_out': case 'deployment_timed_out': case 'expired': return true
    default: return false
  }
}

/** Numbers are filled in here; names and values by whoever knows them. */
function withNumbers (sentence: string, { parameters }: Scenario): string {
  return sentence.replaceAll(/\{([a-z]+)\}/g, (placeholder, key: string) => Object.hasOwn(parameters, key) ? String(parameters[key]) : placeholder)
}
