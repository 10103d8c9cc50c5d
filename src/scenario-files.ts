import acmeConflict from '../fixtures/scenarios/acme-conflict.json' with { type: 'json' }
import apexOrangeCloud from '../fixtures/scenarios/apex-orange-cloud.json' with { type: 'json' }
import blockedHold from '../fixtures/scenarios/blocked-hold.json' with { type: 'json' }
import caInternal from '../fixtures/scenarios/ca-internal.json' with { type: 'json' }
import caNotEntitled from '../fixtures/scenarios/ca-not-entitled.json' with { type: 'json' }
import caRateLimited from '../fixtures/scenarios/ca-rate-limited.json' with { type: 'json' }
import caRefuses from '../fixtures/scenarios/ca-refuses.json' with { type: 'json' }
import caaBlocked from '../fixtures/scenarios/caa-blocked.json' with { type: 'json' }
import caaError from '../fixtures/scenarios/caa-error.json' with { type: 'json' }
import caaServfail from '../fixtures/scenarios/caa-servfail.json' with { type: 'json' }
import deploymentTimeout from '../fixtures/scenarios/deployment-timeout.json' with { type: 'json' }
import dnssecBogus from '../fixtures/scenarios/dnssec-bogus.json' with { type: 'json' }
import duplicate from '../fixtures/scenarios/duplicate.json' with { type: 'json' }
import errorsWhilePending from '../fixtures/scenarios/errors-while-pending.json' with { type: 'json' }
import fallbackNotReady from '../fixtures/scenarios/fallback-not-ready.json' with { type: 'json' }
import foreignOwner from '../fixtures/scenarios/foreign-owner.json' with { type: 'json' }
import highRisk from '../fixtures/scenarios/high-risk.json' with { type: 'json' }
import initializingTimeout from '../fixtures/scenarios/initializing-timeout.json' with { type: 'json' }
import issuanceTimeout from '../fixtures/scenarios/issuance-timeout.json' with { type: 'json' }
import metadataNotEntitled from '../fixtures/scenarios/metadata-not-entitled.json' with { type: 'json' }
import moved from '../fixtures/scenarios/moved.json' with { type: 'json' }
import movedDeleted from '../fixtures/scenarios/moved-deleted.json' with { type: 'json' }
import multiPerspective from '../fixtures/scenarios/multi-perspective.json' with { type: 'json' }
import multiPerspectiveCaa from '../fixtures/scenarios/multi-perspective-caa.json' with { type: 'json' }
import neverPasses from '../fixtures/scenarios/never-passes.json' with { type: 'json' }
import noSaasQuota from '../fixtures/scenarios/no-saas-quota.json' with { type: 'json' }
import originNotEntitled from '../fixtures/scenarios/origin-not-entitled.json' with { type: 'json' }
import overQuota from '../fixtures/scenarios/over-quota.json' with { type: 'json' }
import passesAfter from '../fixtures/scenarios/passes-after.json' with { type: 'json' }
import passesAtAttempt from '../fixtures/scenarios/passes-at-attempt.json' with { type: 'json' }
import patchNoop from '../fixtures/scenarios/patch-noop.json' with { type: 'json' }
import quotaExceeded from '../fixtures/scenarios/quota-exceeded.json' with { type: 'json' }
import recordsKept from '../fixtures/scenarios/records-kept.json' with { type: 'json' }
import recordsLate from '../fixtures/scenarios/records-late.json' with { type: 'json' }
import recordsVanish from '../fixtures/scenarios/records-vanish.json' with { type: 'json' }
import renewal from '../fixtures/scenarios/renewal.json' with { type: 'json' }
import renewalFails from '../fixtures/scenarios/renewal-fails.json' with { type: 'json' }
import renewalRetried from '../fixtures/scenarios/renewal-retried.json' with { type: 'json' }
import reservedHostname from '../fixtures/scenarios/reserved-hostname.json' with { type: 'json' }
import servfail from '../fixtures/scenarios/servfail.json' with { type: 'json' }
import slow from '../fixtures/scenarios/slow.json' with { type: 'json' }
import softDeleteReadable from '../fixtures/scenarios/soft-delete-readable.json' with { type: 'json' }
import splitBrainActive from '../fixtures/scenarios/split-brain-active.json' with { type: 'json' }
import splitBrainCertificate from '../fixtures/scenarios/split-brain-certificate.json' with { type: 'json' }
import sslSettingsDrift from '../fixtures/scenarios/ssl-settings-drift.json' with { type: 'json' }
import staleToken from '../fixtures/scenarios/stale-token.json' with { type: 'json' }
import stuckValidation from '../fixtures/scenarios/stuck-validation.json' with { type: 'json' }
import tokensRotate from '../fixtures/scenarios/tokens-rotate.json' with { type: 'json' }
import twoRecords from '../fixtures/scenarios/two-records.json' with { type: 'json' }
import txtButHttpWins from '../fixtures/scenarios/txt-but-http-wins.json' with { type: 'json' }
import validationTimeout from '../fixtures/scenarios/validation-timeout.json' with { type: 'json' }
import wildcardNotEntitled from '../fixtures/scenarios/wildcard-not-entitled.json' with { type: 'json' }

/** The scenarios as they are written down, one file each. */
export const SCENARIO_FILES: readonly unknown[] = [
  acmeConflict, apexOrangeCloud, blockedHold, caInternal, caNotEntitled, caRateLimited, caRefuses, caaBlocked, caaError, caaServfail,
  deploymentTimeout, dnssecBogus, duplicate, errorsWhilePending, fallbackNotReady, foreignOwner, highRisk, initializingTimeout,
  issuanceTimeout, metadataNotEntitled, moved, movedDeleted, multiPerspective, multiPerspectiveCaa, neverPasses, noSaasQuota,
  originNotEntitled, overQuota, passesAfter, passesAtAttempt, patchNoop, quotaExceeded, recordsKept, recordsLate, recordsVanish, renewal,
  renewalFails, renewalRetried, reservedHostname, servfail, slow, softDeleteReadable, splitBrainActive, splitBrainCertificate,
  sslSettingsDrift, staleToken, stuckValidation, tokensRotate, twoRecords, txtButHttpWins, validationTimeout, wildcardNotEntitled
]
