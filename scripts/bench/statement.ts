// Runs SQL on a database file as the store opens it, and prints the milliseconds of each statement.
import { openDatabase } from '../../src/store/sqlite/database.ts'

const [file = '', ...statements] = process.argv.slice(2)
const db = openDatabase(file)
const times = statements.map(sql => {
  const statement = db.prepare(sql)
  const began = performance.now()
  if (statement.reader) statement.all()
  else statement.run()
  return performance.now() - began
})
db.close()
console.log(JSON.stringify(times))
