#!/usr/bin/env node
'use strict'
/**
 * The Solidity compiler as forge expects it, a command that answers `--version` and `--standard-json`, around the
 * one that npm ships. So contracts compile without a download from anywhere but the npm registry.
 */
const { readFileSync, writeSync } = require('node:fs')

const write = (text) => {
  const bytes = Buffer.from(text)
  let offset = 0
  while (offset < bytes.length) {
    try {
      offset += writeSync(1, bytes, offset)
    } catch (error) {
      // A full pipe: the reader is slower than we are.
      if (error.code !== 'EAGAIN') throw error
    }
  }
}

const solc = require('solc')
if (process.argv.includes('--version')) write(`solc, the solidity compiler\nVersion: ${solc.version()}\n`)
else if (process.argv.includes('--standard-json')) write(solc.compile(readFileSync(0, 'utf8')))
else {
  process.stderr.write('solc: only --version and --standard-json are supported.\n')
  process.exitCode = 1
}
