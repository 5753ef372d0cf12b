package housing

import (
	"hash/fnv"
	"time"

	"balans/law/money"
)

// drawn reports whether something is among a share, in millionths, by its name: the same
// whenever it is asked.
func drawn(name string, share int64) bool {
	h := fnv.New64a()
	h.Write([]byte("housing " + name))
	return int64(h.Sum64()%1_000_000) < share
}

// Change is a change of income that somebody thinks of or tells: so much more, or less, a month
// from a month on.
type Change struct {
	Who   int // 0 the applicant, 1 the spouse
	More  money.Amount
	From  time.Month
	Until time.Month // the last month of it; 0: December
}

// Consequence is what a change means for a household's year.
type Consequence struct {
	Change
	Before, After [2]money.Amount // income of the year
	// Month is the allowance of the first month of the change as it is decided, and Then as it
	// would be: to be paid provisionally. A change on the first of a month counts from that month
	// (SFB 96:12).
	Month, Then money.Amount
	// Told is what the settlement comes to when the change is told at once, and Untold when it
	// never is: below zero a claim.
	Told, Untold money.Amount
	// Costs is how much less the allowance of the whole year is.
	Costs Exact
	Steps []Step // of that month, with the income as it would be
}

// WhatIf says what a change of income means: for the monthly amount, and for the settlement
// when it is told and when it is not. The income of a year belongs equally to all its months
// (SFB 97:3), so that also what was already paid is affected.
func (r *Rules) WhatIf(k *Known, c Change) (*Consequence, error) {
	if c.Until == 0 {
		c.Until = time.December
	}
	if c.From < time.January || c.From > time.December || c.Until < c.From || c.Until > time.December || c.Who < 0 || c.Who > 1 || c.Who == 1 && !k.HasSpouse() {
		return nil, &InputError{"from", "the change is of the applicant or the spouse, from a month of the year", "SFB 98:8"}
	}
	if c.More > mostAmount || c.More < -mostAmount {
		return nil, &InputError{"more", "a change of income is at most " + kr(mostAmount) + " a month", "SFB 97:2"}
	}
	out := &Consequence{Change: c, Before: k.Stated()}
	out.After = out.Before
	out.After[c.Who] = max(0, out.Before[c.Who]+c.More*money.Amount(c.Until-c.From+1))
	if out.After[c.Who] > mostAmount {
		return nil, &InputError{"more", "the income of the year is at most " + kr(mostAmount), "SFB 97:2"}
	}
	l, err := r.SettlementLaw(k.Year)
	if err != nil {
		return nil, err
	}
	var before, y Year
	if err := r.Year(k.Year, k.Stretches, YearEqual(out.Before), &before); err != nil {
		return nil, err
	}
	if err := r.Year(k.Year, k.Stretches, YearEqual(out.After), &y); err != nil {
		return nil, err
	}
	out.Costs, out.Untold = before.Final-y.Final, l.Settle(&y, nil).Whole
	changed, err := r.Changed(k, out.After, c.From)
	if err != nil {
		return nil, err
	}
	out.Month, out.Then = paidIn(k.Stretches, c.From), paidIn(changed, c.From)
	for i := range y.Months {
		if m := &y.Months[i]; m.From <= c.From && c.From <= m.To {
			out.Steps = append(m.Steps(), m.PreliminaryStep())
		}
	}
	if err := r.Year(k.Year, changed, YearEqual(out.After), &y); err != nil {
		return nil, err
	}
	out.Told = l.Settle(&y, nil).Whole
	return out, nil
}
