// Makes a database look as if a later version of the server had made it.
import { DatabaseSync } from "node:sqlite";

/** Adds a migration that no version knows yet. @param {string} file */
export function makeNewer(file) {
  const database = new DatabaseSync(file);
  try {
    database.exec(
      `INSERT INTO schema_migrations (number, name, applied_at)
       SELECT max(number) + 1000, 'from the future', max(applied_at) FROM schema_migrations`,
    );
  } finally {
    database.close();
  }
}
