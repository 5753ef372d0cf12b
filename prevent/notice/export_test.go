package notice

import (
	"balans/journal"
	"balans/law/calendar"
)

// What the tests of another package see.

// CheckTable reads the two files of the table.
func CheckTable(circumstances, effects string) error {
	_, err := readTable(circumstances, effects)
	return err
}

// Files is the two files that are part of the program.
func Files() (circumstances, effects string) { return circumstancesFile, effectsFile }

// FormatBody is the stored form of a body, and KindOf its kind.
func FormatBody(b Body) (string, error) { return journal.Body(b) }

// KindOf is the stored name of a body's kind.
func KindOf(b Body) string { return b.kind() }

// ReadBody reads a stored body.
func ReadBody(kind, text string) (Body, error) { return parseBody(kind, text) }

// SpreadOf is the figures of some numbers of days.
func SpreadOf(days []int) Spread { return spreadOf(days) }

// MonthOf is the month whose list names what became known then.
func MonthOf(at calendar.Instant) string { return monthOf(at) }
