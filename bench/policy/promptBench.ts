import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { prepareWallet } from '../../e2e/wallets/coinbase-stand-in/prepare.ts'
import type { SignedTask } from '../../lib/protocol/task.ts'
import { launchBrowser, openOwnPage } from '../../scripts/local/browser.ts'
import { onboard } from '../../scripts/local/contributor.ts'
import { startWorld, type World } from '../../scripts/local/world.ts'
import { ROOT } from '../../scripts/test/command.ts'
import { type Chromium, launchChromium } from './chromium.ts'
import { type Sight, type WorkerWatch, watchTargets, watchWorker } from './targets.ts'

/** Images in the vault. */
const SHARD = 600

/** Once a window is painted, so long nobody asks it anything: what looks on changes what it sees. Milliseconds. */
const UNDISTURBED_MS = 700

export interface PromptBench {
  readonly chromium: Chromium
  /** Asks as a page does, and refuses once the prompt was painted: milliseconds in between. */
  prompt(worker: 'cold' | 'warm'): Promise<number>
  /** Opens the popup's page in a tab until it is at rest: milliseconds to its first paint. */
  popup(): Promise<number>
  /** An empty page of the extension in a window as the prompt's: from the call to its first paint. */
  emptyWindow(): Promise<number>
  close(): Promise<void>
}

/** Someone who has set up: wallet connected, digits in the vault. Leaves a profile and the extension's id. */
const prepareProfile = async (world: World, extension: string, profile: string): Promise<string> => {
  const [account] = world.contributors
  if (account === undefined) throw new Error('This world has no contributor.')
  const { rpcUrl, chainId } = world.chain
  const dir = join(world.folder, 'wallets', account.address)
  const wallet = await prepareWallet({
    dir,
    privateKey: account.privateKey,
    rpcUrl,
    chainId,
    autoApprove: true,
  })
  const browser = await launchBrowser({
    extensions: [extension, wallet],
    engine: 'wasm',
    headless: true,
    profile,
  })
  try {
    const own = await openOwnPage(browser, '/dashboard.html')
    await own.evaluate(
      (settings) =>
        chrome.runtime.sendMessage({
          target: 'worker',
          type: 'command',
          name: 'settings.set',
          params: { settings },
        }),
      { rpcUrls: { [chainId]: rpcUrl } },
    )
    const shard = await world.writeShard({ name: 'bench', count: SHARD })
    await onboard({ browser, account, own, close: browser.close }, shard)
    return browser.extensionId
  } finally {
    await browser.close()
  }
}

/** Runs in a page of a publisher: says when it asked. The answer is of no interest. */
const askInPage = (task: SignedTask): string => `new Promise((resolve) => {
  addEventListener('dataUse:announceProvider', ({ detail }) => {
    const at = performance.timeOrigin + performance.now()
    detail.provider.request({ method: 'dataUse_request', params: [${JSON.stringify(task)}] }).catch(() => undefined)
    resolve(at)
  }, { once: true })
  dispatchEvent(new Event('dataUse:requestProvider'))
})`

/** Runs in a page of ours: when its first content was painted, and its heading. Nothing is drawn before all is there. */
const FIRST_PAINT = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const [paint] = list.getEntriesByName('first-contentful-paint')
    if (paint !== undefined)
      resolve({ at: performance.timeOrigin + paint.startTime, heading: document.querySelector('h1')?.textContent ?? '' })
  }).observe({ type: 'paint', buffered: true })
})`

/** Runs in the prompt: the site is forgiven, so that it may ask again, and the request refused as a person does. */
const REFUSE = `new Promise((resolve) => {
  indexedDB.open('proviso').onsuccess = ({ target: { result: db } }) => {
    const transaction = db.transaction('throttles', 'readwrite')
    transaction.objectStore('throttles').clear()
    transaction.oncomplete = () => {
      db.close()
      dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
      resolve(null)
    }
  }
})`

interface Paint {
  readonly at: number
  readonly heading: string
}

const pause = () => new Promise((resolve) => setTimeout(resolve, UNDISTURBED_MS))

interface Parts {
  readonly chromium: Chromium
  readonly sight: Sight
  readonly worker: WorkerWatch
  readonly dapp: string
  readonly extensionId: string
  readonly task: SignedTask
}

const bench = ({ chromium, sight, worker, dapp, extensionId, task }: Parts): Omit<PromptBench, 'close'> => {
  const own = (path: string) => `chrome-extension://${extensionId}${path}`

  const painted = async (targetId: string): Promise<Paint & { session: string }> => {
    await pause()
    const session = await chromium.attach(targetId)
    return { ...(await chromium.evaluate<Paint>(session, FIRST_PAINT)), session }
  }

  /** Something that happened before, such as a closed window, may start it again at once. */
  const stopForGood = async () => {
    do {
      await worker.stop()
      await pause()
    } while (worker.isRunning())
  }

  return {
    chromium,
    prompt: async (state) => {
      // The window before this one has gone: what the worker hears of that must not fall into what is measured.
      await pause()
      if (state === 'cold') await stopForGood()
      else await worker.wake()
      const appears = sight.appears(own('/prompt.html'))
      const asked = await chromium.evaluate<number>(dapp, askInPage(task))
      const targetId = await appears
      const { at, heading, session } = await painted(targetId)
      if (!heading.includes('wants to train its model')) throw new Error(`The prompt says: ${heading}`)
      const gone = sight.goes(targetId)
      // The window may be gone before it has answered.
      chromium.evaluate(session, REFUSE).catch(() => undefined)
      await gone
      return at - asked
    },
    popup: async () => {
      const { targetId } = await chromium.send<{ targetId: string }>('Target.createTarget', {
        url: own('/popup.html'),
      })
      const { session } = await painted(targetId)
      const ms = await chromium.evaluate<number>(
        session,
        `performance.getEntriesByName('first-contentful-paint')[0].startTime`,
      )
      await chromium.send('Target.closeTarget', { targetId })
      return ms
    },
    emptyWindow: async () => {
      const appears = sight.appears(own('/icon/mark.svg'))
      const asked = await worker.evaluate<number>(`(() => {
        const at = performance.timeOrigin + performance.now()
        chrome.windows.create({ url: '/icon/mark.svg', type: 'popup', focused: true, width: 420, height: 720 })
        return at
      })()`)
      const targetId = await appears
      const { at } = await painted(targetId)
      const gone = sight.goes(targetId)
      await chromium.send('Target.closeTarget', { targetId })
      await gone
      return at - asked
    },
  }
}

/** Starts everything; `close` takes it all away. */
export const openBench = async (extension: string): Promise<PromptBench> => {
  const profiles = join(ROOT, '.proviso', 'profiles')
  await mkdir(profiles, { recursive: true })
  const profile = await mkdtemp(join(profiles, 'prompt-'))
  const world = await startWorld({ mode: 'private', rounds: 1, contributors: 1 })
  const clean = async () => {
    await world.stop()
    await rm(profile, { recursive: true, force: true })
  }
  try {
    const extensionId = await prepareProfile(world, extension, profile)
    const chromium = await launchChromium(profile, [extension])
    const sight = await watchTargets(chromium)
    const worker = await watchWorker(chromium, sight, extensionId)
    const { targetId } = await chromium.send<{ targetId: string }>('Target.createTarget', {
      url: world.dapp.url,
    })
    const dapp = await chromium.attach(targetId)
    await pause()
    return {
      ...bench({ chromium, sight, worker, dapp, extensionId, task: world.task }),
      close: async () => {
        await chromium.close()
        await clean()
      },
    }
  } catch (error) {
    await clean()
    throw error
  }
}
