package directive

import (
	"balans/exchange/lettertext"
	"balans/law/calendar"
)

// Edition is a letter that was taken in: read, kept, and in force only once a person
// has confirmed it.
type Edition struct {
	ID        string // budget year and number, such as 2025-2
	Letter    *Letter
	Source    string           // the name of the file
	SHA256    string           // of the file's bytes, in hexadecimal
	TakenIn   calendar.Instant // when, and by whom
	TakenInBy string
	// Confirmed is 0 until a person confirmed what was read.
	Confirmed   calendar.Instant
	ConfirmedBy string
	Accepted    []string // the doubts that were accepted
	Mended      []lettertext.Mended
	// From is the day the edition applies from, the day of the decision.
	From calendar.Date
}

// InForce is the confirmed edition of a budget year that applied on a day, as known at
// an instant; nil when there is none. Editions are those of Editions.
func InForce(editions []Edition, year int, on calendar.Date, knownAt calendar.Instant) *Edition {
	var best *Edition
	for i := range editions {
		e := &editions[i]
		if e.Letter.Year != year || e.Confirmed == 0 || e.Confirmed > knownAt || e.From > on {
			continue
		}
		if best == nil || e.From > best.From || e.From == best.From && e.Confirmed > best.Confirmed {
			best = e
		}
	}
	return best
}
