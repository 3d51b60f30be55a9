// Killed at random and at chosen moments under load: no coin is lost, no answer, and no word that somebody has read.
import { test } from "node:test";
import { PostgreSqlDatabases, SqliteFiles } from "../soak/crash/databases.mjs";
import { crash } from "../soak/crash/short.mjs";

test("SQLite, six times", () => crash(new SqliteFiles(), 6));

test("PostgreSQL, three times", async (t) => {
  const databases = await PostgreSqlDatabases.start();
  t.after(() => databases.remove());
  await crash(databases, 3);
});
