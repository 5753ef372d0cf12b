package notice

import (
	"errors"
	"fmt"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/benefit"
)

// Engagement is a benefit the person has, as the caller tells it. Has makes one.
type Engagement struct {
	Benefit benefit.Code `json:"benefit"`
	// From and To are the days of the decision or the period of payment; None where they
	// are open or not known.
	From calendar.Date `json:"from"`
	To   calendar.Date `json:"to"`
	// NextPayment is the first pay day on the day the notice was received or later; None
	// when it is not known.
	NextPayment calendar.Date `json:"next_payment"`
}

// Has is a benefit of which no days are known.
func Has(b benefit.Code) Engagement {
	return Engagement{Benefit: b, From: calendar.None, To: calendar.None, NextPayment: calendar.None}
}

func (e Engagement) period() calendar.Period { return calendar.Period{From: e.From, To: e.To} }

// Engagements is what a caller asks for the benefits a person has on a day. A look-up that
// failed is an error, never an empty list.
type Engagements func(party identity.Number, on calendar.Date) ([]Engagement, error)

// ParseEngagements reads benefits written with commas between them: a code, and after a :
// its next pay day, as in "bostadsbidrag:2025-04-25,barnbidrag".
func ParseEngagements(text string) ([]Engagement, error) {
	var all []Engagement
	for one := range strings.SplitSeq(text, ",") {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		code, pay, has := strings.Cut(one, ":")
		b, ok := benefit.Parse(code)
		if !ok {
			return nil, fmt.Errorf("there is no benefit %q; `balans help benefits` lists them", code)
		}
		e := Has(b)
		if has {
			var err error
			if e.NextPayment, err = calendar.Parse(pay); err != nil {
				return nil, fmt.Errorf("the next pay day of %s: %w", code, err)
			}
		}
		all = append(all, e)
	}
	return all, checkEngagements(all)
}

func checkEngagements(all []Engagement) error {
	if len(all) > mostBenefits {
		return fmt.Errorf("%d benefits are named, at most %d are kept", len(all), mostBenefits)
	}
	seen := map[benefit.Code]bool{}
	for _, e := range all {
		switch {
		case !e.Benefit.IsKnown():
			return errors.New("a benefit is missing")
		case seen[e.Benefit]:
			return fmt.Errorf("%s stands twice among the benefits", e.Benefit)
		case e.period().IsEmpty():
			return fmt.Errorf("%s: its last day %s is before its first, %s", e.Benefit, e.To, e.From)
		}
		seen[e.Benefit] = true
	}
	return nil
}

// Reach is the benefits of a person that a circumstance reaches by the table, on the day the
// notice was received: those with a row that asks something of them, in the order of the
// catalogue. A benefit that had ended before the change was true is not reached.
func Reach(s Stated, received calendar.Date, has []Engagement) []benefit.Code {
	reached := []benefit.Code{}
	for _, e := range Effects(s.Circumstance) {
		for _, h := range has {
			// A benefit that ended between the change and the notice may have been paid
			// wrongly, so it is reached.
			from := calendar.Earlier(received, s.TrueFrom)
			if s.TrueFrom == calendar.None {
				from = received
			}
			if h.Benefit == e.Benefit && e.Action != None && (h.To == calendar.None || h.To >= from) {
				reached = append(reached, e.Benefit)
			}
		}
	}
	return reached
}

// Untouched is a benefit the person has that was not reached, and why.
type Untouched struct {
	Engagement Engagement
	Why        Reason
}

// Reason is why a benefit was not reached.
type Reason string

// The reasons.
const (
	NoRow        Reason = "no-row"     // the table says nothing of the benefit
	KnownNone    Reason = "known-none" // the table says that it does not matter
	EndedAlready Reason = "ended"      // the benefit had ended before the change
	NotReached   Reason = "not-then"   // the table reached it not when the notice came in
	NowLifted    Reason = "lifted"     // a correction showed that it is not concerned
)

// nameOf is the benefit's name in a language.
func nameOf(l Language, b benefit.Code) string { return l.text(b.NameSv(), b.NameEn()) }

// names is the names of benefits, with commas between them.
func names(l Language, all []Engagement) string {
	list := make([]string, len(all))
	for i, e := range all {
		list[i] = nameOf(l, e.Benefit)
	}
	return strings.Join(list, ", ")
}
