// Package claimcsv reads and writes the two neutral files that carry a stock of
// claims between systems: UTF-8, one header line, fields separated by commas,
// one record a line.
//
//	claims: claim_id,debtor,benefit,authority,origin,decided_on,principal_ore
//	events: event_id,claim_id,kind,occurred_on,recorded_at,amount_ore,principal_ore
//
// Either may have one column more, details, with name=value pairs separated by
// single spaces; a file without it says nothing there. A reader gives a field
// for it either way, so that those who read records need not know which form a
// file has.
//
// A field may stand in quotation marks, with a quotation mark inside written
// twice; it cannot hold a line end. A byte order mark and CR LF are accepted.
//
// The package knows lines and fields only. What a field may hold is for the
// room that imports it.
package claimcsv

// Headers of the two files.
var (
	ClaimHeader = []string{"claim_id", "debtor", "benefit", "authority", "origin", "decided_on", "principal_ore"}
	EventHeader = []string{"event_id", "claim_id", "kind", "occurred_on", "recorded_at", "amount_ore", "principal_ore"}
)

// Details is the column that either file may end with.
const Details = "details"

// WithDetails is a header that ends with the column of details.
func WithDetails(header []string) []string { return append(header[:len(header):len(header)], Details) }
