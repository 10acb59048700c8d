import { deviceVerify } from '../../lib/chain/deviceClient.ts'
import { createDataUseServer } from '../../lib/channel/worker/server.ts'
import { confirmAnchors } from '../../lib/consent/anchor.ts'
import { answerDelivered, takeAnswer } from '../../lib/consent/answers.ts'
import { keepGate } from '../../lib/consent/gateSites.ts'
import { rechoose } from '../../lib/consent/rechoose.ts'
import { tellRevocations } from '../../lib/consent/revoke.ts'
import { createConsent } from '../../lib/consent/service.ts'
import { dropRequests, expire } from '../../lib/consent/sweep.ts'
import { dropWalletCalls } from '../../lib/consent/walletCalls.ts'
import { onChange } from '../../lib/db/changes.ts'
import type { Asker } from '../../lib/db/schema.ts'
import { settleEarnings } from '../../lib/earnings/sync.ts'
import { keepGpc } from '../../lib/gpc/gpc.ts'
import { onAlarm, onBoot, stayAwake } from '../../lib/platform/alarms.ts'
import { onIdleChanged } from '../../lib/platform/device.ts'
import { onWorkerMessage } from '../../lib/platform/messages.ts'
import { ensurePromptPainted, onPromptClosed, onTabClosed, showOwnTab } from '../../lib/platform/windows.ts'
import { mustStop } from '../../lib/rounds/advance.ts'
import { announceRuns } from '../../lib/rounds/announce.ts'
import { createLoop } from '../../lib/rounds/loop.ts'
import { runCommand } from '../../lib/rpc/worker.ts'
import { hashOlderDatasets } from '../../lib/vault/ledger/hashOlder.ts'
import { sweepOrphanChunks } from '../../lib/vault/sweep.ts'
import { createWalletFlow } from '../../lib/wallets/connect.ts'
import { showBadge } from './badge.ts'
import { commandHandlers } from './commands.ts'
import { holdRuns, stopRun, trainRuns } from './trainer.ts'

const EVERY_30_SECONDS = 0.5

/** Wires the rooms together. Decisions are made in lib/; nothing is kept here that is not on disk. */
export const start = (): void => {
  const loop = createLoop({ train: trainRuns, hold: holdRuns, settle: settleEarnings, stayAwake })
  const consent = createConsent({
    deliver: (documentId, requestId) => server.deliver(documentId, requestId),
    emit: (origin, event, payload) => server.emit(origin, event, payload),
    ensurePrompt: ensurePromptPainted,
    verifyOnChain: deviceVerify,
    onGrant: () => void loop.kick(),
  })
  const server = createDataUseServer({
    onRequest: consent.onRequest,
    onWalletCall: consent.onWalletCall,
    takeAnswer,
    answerDelivered,
  })
  const wallet = createWalletFlow()
  const handlers = commandHandlers({ consent, wallet, kick: loop.kick })

  onWorkerMessage({
    command: (name, params) => runCommand(handlers, name, params),
    trainer: async (event) => {
      if (event.type === 'finished') await loop.kick()
      else if (await mustStop(event.runId)) await stopRun(event.runId)
    },
  })
  onPromptClosed((shown) => void consent.promptClosed(shown))
  const drop = (hasGone: (asker: Asker) => boolean) => {
    void dropRequests(hasGone)
    void dropWalletCalls(hasGone)
  }
  onTabClosed((tabId) => drop((asker) => asker.tabId === tabId))
  const tick = async () => {
    await expire()
    // A coordinator or a chain that does not answer holds nothing up.
    void tellRevocations()
    void confirmAnchors()
    refreshGpc()
    await loop.kick()
  }
  onAlarm('tick', EVERY_30_SECONDS, () => void tick())
  onBoot((reason) => {
    // No document of the last session lives any more.
    if (reason === 'start') drop(() => true)
    if (reason === 'install') void showOwnTab('/onboarding.html')
    void sweepOrphanChunks()
    void hashOlderDatasets()
  })
  onChange(['requests', 'walletCalls', 'runs'], () => void showBadge())
  onChange(['datasets', 'budgetEvents', 'grants'], () => void rechoose())
  onIdleChanged(() => void loop.kick())
  keepGate()
  const refreshGpc = keepGpc()

  announceRuns((origin, event) => server.emit(origin, 'contribution', event))
  void showBadge()
  void consent.resume()
  void loop.kick()
}
