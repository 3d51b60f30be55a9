// Where a crash run keeps its data: a file of SQLite's, or databases of a PostgreSQL of its own.
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Installation } from "../../harness/server_process.mjs";

/** An installation whose database has a URL of its own. */
class CrashedInstallation extends Installation {
  /** @param {string} directory @param {string} modelUrl @param {string} database */
  constructor(directory, modelUrl, database) {
    super(directory, modelUrl);
    this.database = database;
  }

  get flags() {
    return ["--config", this.settingsPath, "--database", this.database];
  }
}

/** A directory of its own for each installation, with the database in it. */
export class SqliteFiles {
  name = "SQLite";

  /** An installation without a database yet. @param {string} modelUrl @param {import("../../harness/settings.mjs").Settings} settings */
  async install(modelUrl, settings) {
    const directory = await mkdtemp(join(tmpdir(), "ailab-crash-"));
    const installation = new CrashedInstallation(directory, modelUrl, `sqlite:${join(directory, "ailab.sqlite")}`);
    await installation.configure(settings);
    return installation;
  }

  async remove() {}
}

/** A PostgreSQL that runs as long as this, and has a database for each installation. */
export class PostgreSqlDatabases {
  name = "PostgreSQL";

  /** @param {import("../../harness/postgresql.mjs").PostgreSql} postgresql which runs */
  constructor(postgresql) {
    this.postgresql = postgresql;
  }

  static async start() {
    const { PostgreSql } = await import("../../harness/postgresql.mjs");
    return new PostgreSqlDatabases(await PostgreSql.started());
  }

  /** An installation with an empty database. @param {string} modelUrl @param {import("../../harness/settings.mjs").Settings} settings */
  async install(modelUrl, settings) {
    const directory = await mkdtemp(join(tmpdir(), "ailab-crash-"));
    const installation = new CrashedInstallation(directory, modelUrl, await this.postgresql.createDatabase());
    await installation.configure(settings);
    return installation;
  }

  async remove() {
    await this.postgresql.remove();
  }
}
