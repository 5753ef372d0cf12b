package demo

import (
	_ "embed"

	"balans/law/calendar"
)

// Letter is an appropriation letter of the demonstration: written for it, with the facts
// of the published letter for 2025.
type Letter struct {
	Name    string // of the file
	Data    []byte
	Decided calendar.Date    // invented
	KnownAt calendar.Instant // when it was taken in and confirmed
}

//go:embed letter-2025-1.txt
var firstLetter []byte

//go:embed letter-2025-2.txt
var secondLetter []byte

// AppropriationLetters is the letter for 2025 before and after the amendment of the
// spring, in that order. The first is derived: the published letter shows that its credit
// and payments until June rest on an amount 54 million kronor lower.
func AppropriationLetters() []Letter {
	letter := func(name string, data []byte, decided calendar.Date) Letter {
		return Letter{Name: name, Data: data, Decided: decided, KnownAt: calendar.EndOfDay(decided.AddDays(1))}
	}
	return []Letter{letter("letter-2025-1.txt", firstLetter, calendar.New(2024, 12, 19)),
		letter("letter-2025-2.txt", secondLetter, calendar.New(2025, 6, 26))}
}
