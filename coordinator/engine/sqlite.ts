import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Engine, Entry, Write } from './engine.ts'

/** Version of the tables, kept in `PRAGMA user_version`. */
const SCHEMA_VERSION = 1

const SCHEMA = `
CREATE TABLE IF NOT EXISTS entries (
  key TEXT PRIMARY KEY, value TEXT NOT NULL, revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blobs (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS leases (
  name TEXT PRIMARY KEY, holder TEXT NOT NULL, expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`

interface Row {
  readonly key: string
  readonly value: string
  readonly revision: number
}

/** First string after every string with this prefix: keys are ASCII. */
const after = (prefix: string): string => `${prefix}\u007f`

const toEntry = <T>(row: Row): Entry<T> => ({
  key: row.key,
  value: JSON.parse(row.value) as T,
  revision: row.revision,
})

/**
 * An engine in one SQLite file (WAL, synchronous=FULL: a commit is on disk when it returns), or in memory for
 * `:memory:`. Any number of processes may open the same file. `clock` gives milliseconds since 1970 for leases.
 */
export const openSqliteEngine = (path: string, clock: () => number = Date.now): Engine => {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL')
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number }
  if (version > SCHEMA_VERSION) throw new Error(`${path} was written by a newer version of the coordinator.`)
  db.exec(`BEGIN IMMEDIATE; ${SCHEMA}; PRAGMA user_version=${SCHEMA_VERSION}; COMMIT`)
  return new SqliteEngine(db, clock)
}

class SqliteEngine implements Engine {
  readonly #db: DatabaseSync
  readonly #clock: () => number
  readonly #get: StatementSync
  readonly #list: StatementSync
  readonly #insert: StatementSync
  readonly #update: StatementSync

  constructor(db: DatabaseSync, clock: () => number) {
    this.#db = db
    this.#clock = clock
    this.#get = db.prepare('SELECT key, value, revision FROM entries WHERE key = ?')
    this.#list = db.prepare(
      'SELECT key, value, revision FROM entries WHERE key >= ? AND key < ? ORDER BY key',
    )
    this.#insert = db.prepare('INSERT INTO entries VALUES (?, ?, 1) ON CONFLICT DO NOTHING')
    this.#update = db.prepare(
      'UPDATE entries SET value = ?, revision = revision + 1 WHERE key = ? AND revision = ?',
    )
  }

  async get<T>(key: string): Promise<Entry<T> | undefined> {
    const row = this.#get.get(key) as Row | undefined
    return row === undefined ? undefined : toEntry<T>(row)
  }

  async list<T>(prefix: string): Promise<readonly Entry<T>[]> {
    const rows = this.#list.all(prefix, after(prefix)) as unknown as Row[]
    return rows.map((row) => toEntry<T>(row))
  }

  async commit(writes: readonly Write[]): Promise<boolean> {
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      for (const { key, value, revision } of writes) {
        const json = JSON.stringify(value)
        const { changes } =
          revision === 0 ? this.#insert.run(key, json) : this.#update.run(json, key, revision)
        if (changes !== 1) {
          this.#db.exec('ROLLBACK')
          return false
        }
      }
      this.#db.exec('COMMIT')
      return true
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
  }

  async putBlob(name: string, bytes: Uint8Array): Promise<void> {
    this.#db.prepare('INSERT OR REPLACE INTO blobs VALUES (?, ?)').run(name, bytes)
  }

  async getBlob(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const row = this.#db.prepare('SELECT bytes FROM blobs WHERE name = ?').get(name) as
      | { bytes: Uint8Array<ArrayBuffer> }
      | undefined
    return row?.bytes
  }

  async deleteBlobs(prefix: string): Promise<void> {
    this.#db.prepare('DELETE FROM blobs WHERE name >= ? AND name < ?').run(prefix, after(prefix))
  }

  async lease(name: string, holder: string, milliseconds: number): Promise<boolean> {
    const now = this.#clock()
    const { changes } = this.#db
      .prepare(
        `INSERT INTO leases VALUES (:name, :holder, :expires)
         ON CONFLICT (name) DO UPDATE SET holder = :holder, expires = :expires
         WHERE holder = :holder OR expires <= :now`,
      )
      .run({ name, holder, expires: now + milliseconds, now })
    return changes === 1
  }

  async release(name: string, holder: string): Promise<void> {
    this.#db.prepare('DELETE FROM leases WHERE name = ? AND holder = ?').run(name, holder)
  }

  async close(): Promise<void> {
    if (this.#db.isOpen) this.#db.close()
  }
}
