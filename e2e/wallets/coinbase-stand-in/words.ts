export type { WalletBehaviour } from '../stand-in/words.ts'
