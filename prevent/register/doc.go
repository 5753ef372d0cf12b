// Package register keeps what other agencies, employers and the agency's own systems
// have told of people: absence and pay that employers declare, permits, the population
// register, certificates of legislation, accounts and the like (Kind).
//
// # A fact and its versions
//
// A fact has two dates: its days say when it is true, Known when it became known here.
// Its source tells it from others by party, kind, source and id. Told again with the
// same id it replaces what was told before; withdrawn, it no longer counts. Of two
// versions the one known last counts (Live), in whatever order they were delivered:
//
//	(nothing) ─▶ live ─▶ replaced     by a later version
//	                  ─▶ withdrawn ─▶ live    told anew
//
// Versions are never removed: what was known at any earlier instant can be asked for. An
// id belongs to a person: what was told of the wrong one is withdrawn for that one and
// told anew of the right one.
//
// # Deliveries
//
// Facts come in deliveries (Import): a file of Skatteverket's AGI (exchange/agi), of
// absence read by another system (exchange/absencecsv), or of facts of any kind but
// absence (exchange/registercsv). A delivery is a mass write of the journal: one event
// register.received/1 for each party, on a stream of its own
// `register/<delivery>/<digest of the party>`, between two notes in the agency's stream
// `register/<delivery>`. The agency's stream `deliveries` lists them, so that all are
// found without reading the whole journal.
//
// A delivery that is interrupted is known of as far as it came, and goes on when the
// file is sent again. What says that an employer's month is complete (Declared) is
// written last. A file that was taken in once is not taken in again.
//
// Facts about someone whose identity is protected are not taken in with the rest: see
// Import.Protected.
//
// # Reading
//
// Read gives a Book of everyone, Refresh reads on from there, and OfParty reads one
// person without it. Absences are also given as columns, for controls of whole runs.
//
// What this package does not do: it draws no conclusion from a fact, checks no benefit
// and asks no one. Who may see what is for the doors to say.
package register
