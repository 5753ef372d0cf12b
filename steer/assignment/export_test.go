package assignment

import (
	"balans/journal"
	"balans/law/calendar"
)

// For tests of the stored form and the rule.
var (
	FormatBody = func(b Body) (string, error) { return journal.Body(b) }
	ParseBody  = parseBody
	Kinds      = func() (all []string) {
		for k := range readers {
			all = append(all, k)
		}
		return all
	}
	KindOf = func(b Body) string { return b.kind() }
)

// Decide is the rule of Record over a stream in memory.
func Decide(r *Register, stream []journal.Event, c Command, now calendar.Instant) ([]journal.New, error) {
	if err := c.Body.check(); err != nil {
		return nil, err
	}
	body, err := journal.Body(c.Body)
	if err != nil {
		return nil, err
	}
	if c.On == 0 {
		c.On = calendar.None
	}
	return decide(r, stream, c, body, now)
}
