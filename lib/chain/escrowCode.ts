import type { Bytes32 } from '../protocol/hex.ts'

/**
 * keccak256 of the code of every released TaskEscrow, newest first. A task names its escrow itself, so an address says
 * nothing; the escrow has neither owner nor constructor arguments, so its code says everything. A contract with other
 * code might answer every question as it should and never pay.
 */
export const TASK_ESCROW_CODE_HASHES: readonly Bytes32[] = [
  '0x69295a577453beed2bc3bf6eb2c6b1effeb049a4e7e6c3f9b0f8f1c56856a92e',
]
