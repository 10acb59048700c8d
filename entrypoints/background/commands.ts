import { endGrant, liveGrants, pauseGrant } from '../../lib/consent/grants.ts'
import { tellRevocations } from '../../lib/consent/revoke.ts'
import type { Consent } from '../../lib/consent/service.ts'
import { forgetSite, setSite } from '../../lib/consent/sites.ts'
import { database, write } from '../../lib/db/database.ts'
import { writeSettings } from '../../lib/db/settings.ts'
import { claimByHand } from '../../lib/earnings/claim.ts'
import { showPromptWindow } from '../../lib/platform/windows.ts'
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
  return {
    'request.decide': async ({ requestId, effect, remember }) => {
      const reason = effect === 'allow' ? 'You allowed it.' : 'You refused it.'
      await consent.decide(requestId, {
        effect,
        by: 'person',
        reason,
        ...(remember === undefined ? {} : { remember }),
      })
      return null
    },
    'grant.revoke': async ({ grantId }) => {
      const grant = await endGrant(grantId, 'revoked')
      // The device has stopped for good; the coordinator hears of it as soon as it can be reached.
      void tellRevocations()
      await stopAll([grantId])
      if (grant !== undefined) await consent.announceGrants(grant.origin)
      return null
    },
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
    'rule.delete': ({ ruleId }) =>
      write(['rules'], (transaction) => transaction.objectStore('rules').delete(ruleId)).then(done),
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
    'prompt.show': () => showPromptWindow().then(done),
  }
}
