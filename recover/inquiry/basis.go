package inquiry

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// Basis is what was paid and what should have been, as its source tells it in one version.
// Two versions are told apart by source, id and version; a message with the same three
// says the same or is refused.
type Basis struct {
	Source  string `json:"source"` // the benefit system, "control" or "hand"
	ID      string `json:"id"`     // the source's own
	Version int    `json:"version"`
	// Blocked: the source is working on it, and nothing may be proposed, approved or
	// executed. Annulled: there is no wrong payment any more.
	Blocked  bool   `json:"blocked,omitempty"`
	Annulled bool   `json:"annulled,omitempty"`
	Lines    []Line `json:"lines,omitempty"`

	Number int              `json:"-"` // of the case: 1, 2, … as they came
	On     calendar.Date    `json:"-"`
	At     calendar.Instant `json:"-"`
	By     string           `json:"-"`
}

// Line is one payment: the days it was for, what was paid and what should have been.
// Amounts are öre, gross; the tax that was withheld is known of what was paid.
type Line struct {
	Payout   string          `json:"payout"`
	From     calendar.Date   `json:"from"`
	To       calendar.Date   `json:"to"` // the last day
	Payee    identity.Number `json:"payee"`
	Paid     money.Amount    `json:"paid"`
	Tax      money.Amount    `json:"tax,omitempty"`
	Entitled money.Amount    `json:"entitled"`
}

// Wrong is what was paid too much, 0 when too little was. What was paid too little is not
// taken off what another line has too much: the person gets it paid out instead.
func (l *Line) Wrong() money.Amount { return max(0, l.Paid-l.Entitled) }

func (l *Line) days() int64 { return int64(l.To-l.From) + 1 }

// mostLines bounds a basis; ten years of single days are fewer.
const mostLines = 5000

// mostPaid keeps an amount times the days of a line within int64.
const mostPaid = money.Amount(10_000_000_000_000)

// check refuses a basis that cannot be worked with, naming line and field.
func (b *Basis) check() error {
	switch {
	case b.Source == "" || b.ID == "":
		return refuse("basis.source", "a basis names its source and the source's id of it")
	case b.Version < 1:
		return refuse("basis.version", "versions are numbered from 1, not %d", b.Version)
	case len(b.Lines) > mostLines:
		return refuse("basis.lines", "a basis has at most %d lines, not %d", mostLines, len(b.Lines))
	case len(b.Lines) == 0 && !b.Blocked && !b.Annulled:
		return refuse("basis.lines", "a basis has at least one payment")
	}
	for i := range b.Lines {
		var r *Refusal
		if errors.As(b.Lines[i].check(), &r) {
			return &Refusal{fmt.Sprintf("basis.lines.%d", i+1), fmt.Sprintf("payment %d: %s", i+1, r.Why), fmt.Sprintf("utbetalning %d: %s", i+1, r.Svensk)}
		}
	}
	return nil
}

func (l *Line) check() error {
	switch {
	case l.From == calendar.None || l.To == calendar.None || l.To < l.From:
		return refuse("", "its last day %s is before its first, %s", l.To, l.From)
	case l.To-l.From > 4000:
		return refuse("", "it is for more than ten years; give the payments one by one")
	case l.Payee.Kind() == identity.Unknown:
		return refuse("", "who was paid is missing")
	case l.Paid < 0 || l.Entitled < 0:
		return refuse("", "amounts are not negative: paid %s, entitled to %s", l.Paid, l.Entitled)
	case l.Paid > mostPaid || l.Entitled > mostPaid:
		return refuse("", "an amount above %s kronor is no payment to a person", mostPaid)
	case l.Tax < 0 || l.Tax > l.Paid:
		return refuse("", "the tax %s is at most what was paid, %s", l.Tax, l.Paid)
	}
	return nil
}

// same reports whether two messages say the same.
func (b *Basis) same(o *Basis) bool {
	return b.Blocked == o.Blocked && b.Annulled == o.Annulled && slices.Equal(b.Lines, o.Lines)
}

// Current is what of a case's messages is in force, whatever order they came in: the
// newest version decides, and one without lines keeps those of the newest that has them.
type Current struct {
	*Basis            // the newest with lines; nil when there is none
	Blocked, Annulled bool
	Number            int // of the message whose lines these are; 0 for none
}

func currentOf(all []Basis) (c Current) {
	var newest *Basis
	for i := range all {
		b := &all[i]
		if newest == nil || b.Version > newest.Version {
			newest = b
		}
		if len(b.Lines) > 0 && (c.Basis == nil || b.Version > c.Basis.Version) {
			c.Basis, c.Number = b, b.Number
		}
	}
	if newest != nil {
		c.Blocked, c.Annulled = newest.Blocked, newest.Annulled
	}
	return c
}

// Change is days on which two versions of a basis differ. Amounts are what fell on the
// days, öre, each line divided over its days.
type Change struct {
	calendar.Period
	Payees      bool // others were paid
	WrongBefore money.Amount
	WrongAfter  money.Amount
}

// Diff is on which days two versions differ. A payment that is told in two parts, or two in
// one, with the same amount for every day does not differ.
func Diff(before, after *Basis) []Change {
	var days []calendar.Date // where something begins or ends
	for _, b := range []*Basis{before, after} {
		if b == nil {
			continue
		}
		for i := range b.Lines {
			days = append(days, b.Lines[i].From, b.Lines[i].To+1)
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	var all []Change
	for i := 0; i+1 < len(days); i++ {
		p := calendar.Period{From: days[i], To: days[i+1] - 1}
		x, y := ratesOn(before, p), ratesOn(after, p)
		if slices.Equal(x.rates, y.rates) {
			continue
		}
		c := Change{p, !slices.Equal(x.payees, y.payees), x.wrong, y.wrong}
		if n := len(all); n > 0 && all[n-1].To+1 == p.From && all[n-1].Payees == c.Payees {
			all[n-1].To = p.To
			all[n-1].WrongBefore += c.WrongBefore
			all[n-1].WrongAfter += c.WrongAfter
			continue
		}
		all = append(all, c)
	}
	return all
}

// rate is what a line gives a day, as a fraction in its lowest terms.
type rate struct {
	payee               identity.Number
	paid, tax, entitled [2]int64
}

type dayRates struct {
	rates  []rate
	payees []identity.Number
	wrong  money.Amount
}

func ratesOn(b *Basis, p calendar.Period) (d dayRates) {
	if b == nil {
		return d
	}
	for i := range b.Lines {
		l := &b.Lines[i]
		if l.From > p.From || l.To < p.To {
			continue
		}
		n := l.days()
		d.rates = append(d.rates, rate{l.Payee, lowest(int64(l.Paid), n), lowest(int64(l.Tax), n), lowest(int64(l.Entitled), n)})
		d.payees = append(d.payees, l.Payee)
		d.wrong += daysOf(l.Wrong(), l, p)
	}
	slices.SortFunc(d.rates, func(x, y rate) int {
		return cmp.Or(cmp.Compare(x.payee, y.payee), cmp.Compare(x.paid[0]*y.paid[1], y.paid[0]*x.paid[1]), cmp.Compare(x.entitled[0]*y.entitled[1], y.entitled[0]*x.entitled[1]), cmp.Compare(x.tax[0]*y.tax[1], y.tax[0]*x.tax[1]))
	})
	slices.Sort(d.payees)
	d.payees = slices.Compact(d.payees)
	return d
}

func lowest(a, b int64) [2]int64 {
	if a == 0 {
		return [2]int64{0, 1}
	}
	x, y := a, b
	for y != 0 {
		x, y = y, x%y
	}
	return [2]int64{a / x, b / x}
}

// daysOf is the part of an amount of a line that falls on a period, when the line's whole
// is divided by Split over its days: what the periods of a line get adds up to the whole.
func daysOf(a money.Amount, l *Line, p calendar.Period) money.Amount {
	from, to := max(p.From, l.From), min(p.To, l.To)
	if to < from {
		return 0
	}
	through := func(d calendar.Date) money.Amount { // of the days before d
		part, err := money.MulDiv(a, int64(d-l.From), l.days(), money.Down)
		if err != nil {
			return 0
		}
		return part
	}
	return through(to+1) - through(from)
}

// FromPayouts is a basis of payments that were made: by a case worker, who states what
// should have been paid. version is the one before, plus one.
func FromPayouts(source, id string, version int, lines []Line) *Basis {
	slices.SortFunc(lines, func(x, y Line) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.Payout, y.Payout))
	})
	return &Basis{Source: source, ID: id, Version: version, Lines: lines}
}
