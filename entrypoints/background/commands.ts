import { checkStamps, stampFee, stampLog } from '../../lib/activity/stamp.ts'
import { anchorFee, anchorRevocation } from '../../lib/consent/anchor.ts'
import { changeLimits } from '../../lib/consent/changeLimits.ts'
import { endGrants } from '../../lib/consent/endGrants.ts'
import { liveGrants, pauseGrant } from '../../lib/consent/grants.ts'
import { recheck } from '../../lib/consent/recheck.ts'
import { tellRevocations } from '../../lib/consent/revoke.ts'
import { applyPreset, deleteRule, importRules, saveRule, undoChange } from '../../lib/consent/rules.ts'
import type { Consent } from '../../lib/consent/service.ts'
import { forgetSite, setSite } from '../../lib/consent/sites.ts'
import { database, write } from '../../lib/db/database.ts'
import type { GrantRecord } from '../../lib/db/schema.ts'
import { writeSettings } from '../../lib/db/settings.ts'
import { claimByHand } from '../../lib/earnings/claim.ts'
import { setGpc } from '../../lib/gpc/gpc.ts'
import { showPromptWindow } from '../../lib/platform/windows.ts'
import { sameAddress } from '../../lib/protocol/hex.ts'
import { cancelRun, pauseRun } from '../../lib/rounds/control.ts'
import type { CommandHandlers } from '../../lib/rpc/worker.ts'
import type { WalletFlow } from '../../lib/wallets/connect.ts'
import { stopRun } from './trainer.ts'

const runsOf = async (grantId: string): Promise<string[]> =>
  (await (await database()).getAllKeysFromIndex('runs', 'grantId', grantId)) as string[]

const stopAll = async (grantIds: readonly string[]): Promise<void> => {
  for (const grantId of grantIds) for (const runId of await runsOf(grantId)) await stopRun(runId)
}

/** What each command of our own pages does. */
export const commandHandlers = (rooms: {
  readonly consent: Consent
  readonly wallet: WalletFlow
  readonly kick: () => Promise<void>
}): CommandHandlers => {
  const { consent, wallet, kick } = rooms
  const kicked = () => {
    void kick()
    return null
  }
  const done = () => null
  const revoke = async (which: (grant: GrantRecord) => boolean): Promise<null> => {
    const ended = await endGrants(which, 'revoked')
    // The device has stopped for good; the coordinator hears of it as soon as it can be reached.
    void tellRevocations()
    await stopAll(ended.map(({ id }) => id))
    for (const origin of new Set(ended.map(({ origin }) => origin))) await consent.announceGrants(origin)
    return null
  }
  return {
    'request.decide': async ({ requestId, effect, remember, datasetId, limits }) => {
      const reason = effect === 'allow' ? 'You allowed it.' : 'You refused it.'
      await consent.decide(requestId, {
        effect,
        by: 'person',
        reason,
        ...(remember === undefined ? {} : { remember }),
        ...(datasetId === undefined ? {} : { datasetId }),
        ...(limits === undefined ? {} : { limits }),
      })
      return null
    },
    'request.recheck': ({ requestId }) => recheck(requestId).then(done),
    'grant.revoke': ({ grantId }) => revoke(({ id }) => id === grantId),
    'grants.revokePublisher': ({ publisher }) =>
      revoke(({ task }) => sameAddress(task.manifest.publisher.address, publisher)),
    'grants.revokeAll': () => revoke(() => true),
    'grant.limit': async ({ grantId, limits }) => {
      await changeLimits(grantId, limits)
      return kicked()
    },
    'grant.anchorFee': async ({ grantId }) => String(await anchorFee(grantId)),
    'grant.anchor': ({ grantId }) => anchorRevocation(grantId, wallet).then(done),
    'grant.pause': async ({ grantId, paused }) => {
      await pauseGrant(grantId, paused)
      if (paused) await stopAll([grantId])
      return kicked()
    },
    'run.pause': async ({ runId, paused }) => {
      await pauseRun(runId, paused)
      if (paused) await stopRun(runId)
      return kicked()
    },
    'run.cancel': async ({ runId }) => {
      await cancelRun(runId)
      await stopRun(runId)
      return kicked()
    },
    'rule.save': ({ draft, ruleId }) => saveRule(draft, ruleId),
    'rule.delete': ({ ruleId }) => deleteRule(ruleId),
    'rules.applyPreset': ({ preset }) => applyPreset(preset),
    'rules.import': ({ text }) => importRules(text),
    'rules.undo': ({ change }) => undoChange(change),
    'site.set': ({ origin, change }) => setSite(origin, change).then(done),
    'site.forget': ({ origin }) => forgetSite(origin).then(done),
    'site.unpause': ({ origin }) =>
      write(['throttles'], (transaction) => transaction.objectStore('throttles').delete(origin)).then(done),
    'walletCall.decide': ({ callId, effect, remember }) => {
      const reason = effect === 'allow' ? 'You allowed it.' : 'You refused it.'
      return consent.decideWalletCall(callId, { effect, by: 'person', reason, remember }).then(done)
    },
    'settings.set': async ({ settings }) => {
      const { pausedAll } = await writeSettings(settings)
      if (pausedAll) await stopAll((await liveGrants()).map(({ id }) => id))
      return kicked()
    },
    'wallet.begin': () => wallet.begin().then(done),
    'wallet.choose': ({ walletId }) => wallet.choose(walletId).then(done),
    'wallet.confirm': ({ account }) => wallet.confirm(account).then(done),
    'wallet.cancel': () => wallet.cancel().then(done),
    'wallet.disconnect': () => wallet.disconnect().then(done),
    'earnings.sync': async () => kicked(),
    'earnings.claim': ({ taskId }) => claimByHand(taskId, wallet).then(done),
    'activity.stampFee': async ({ chainId }) => (await stampFee(chainId)).toString(),
    'activity.stamp': ({ chainId }) => stampLog(chainId, wallet).then(done),
    'activity.checkStamps': () => checkStamps(),
    'gpc.set': ({ on }) => setGpc(on).then(done),
    'prompt.show': () => showPromptWindow().then(done),
  }
}
