// Package journal is the only writer. It keeps events that are never changed,
// each dated twice: when it was true (occurred on, a civil date) and when it
// became known (recorded at, an instant).
//
// # Streams
//
// An event belongs to a stream, such as "claim/2023-000017", kept under the
// party it concerns. Versions within a stream are 1, 2, 3, … without gaps; an
// append names the version it expects to follow, and a caller who was overtaken
// gets ErrConflict. A command that carries an idempotency key is applied once.
//
// # The chain
//
// All events of a journal form one chain, so that nothing can be altered,
// removed or slipped in unnoticed. Events are numbered 1, 2, 3, … (seq). With
// || for concatenation:
//
//	hash(0) = SHA-256("balans-journal/1 " || journal id)
//	hash(n) = SHA-256(hash(n-1) as 32 raw bytes || line(n))
//	line    = seq TAB party TAB stream TAB version TAB kind TAB occurred_on TAB
//	          recorded_at TAB ordinal TAB actor TAB cause TAB key TAB body
//
// Integers are decimal without leading zeros; occurred_on is YYYYMMDD;
// recorded_at is microseconds since 1970-01-01 UTC; texts are UTF-8 without
// control characters, so a line has exactly eleven tabs and no line end. Golden
// vectors stand in testdata/chain.golden.
//
// # Group commit
//
// One goroutine writes. Callers that arrive while a commit is under way share
// the next one, so many callers pay for one flush to disk, and none is
// acknowledged before its events are durable. Commands (Do) are decided by the
// same goroutine inside the commit, on streams it has just read: within one
// program nobody can come in between. A rule must therefore be quick and must
// not call the journal.
//
// # Guards
//
// What may not be appended, whoever writes, is stated as data (Guard) and held by a
// trigger of the database: an event that is blocked by another one or needs one
// before it in its stream, or that was recorded before what is there. The rules
// of a command are asked first and say more; a guard is what is left when another
// program does not ask them, or one of them has an error. A refusal is ErrGuard.
// A history taken over from elsewhere, told by its cause, is not held against them.
//
// What else the database keeps unique: a version within its stream, by the primary
// key. A key within its stream is kept unique by the writer alone; journal/verify
// finds one that is used twice.
//
// # Two databases
//
// SQLite in one file, or PostgreSQL; the same queries, two table definitions.
// The database itself refuses UPDATE, DELETE, TRUNCATE and INSERT OR REPLACE on
// events, and a head that is replaced or does not move forward. Several programs may write to one journal: the head row is advanced by
// compare-and-swap, and the loser starts its commit over.
//
// What this package does not do: it knows nothing of what events mean, keeps no
// balances, and never deletes. Package journal/verify checks its work with code
// of its own.
package journal
