package parental

import (
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// Manner is how a day of temporary parental benefit is computed.
type Manner string

// The manners. The zero value is by work.
const (
	ByWork       Manner = ""              // employment by working time (13:34), other work by 260 days (13:35)
	Unemployed   Manner = "unemployed"    // registered as seeking work and ready to take it (13:36 p.2)
	OtherBenefit Manner = "other_benefit" // time for which another benefit would have been paid (13:36 p.1)
)

// TemporaryDay is a day that temporary parental benefit is asked for.
type TemporaryDay struct {
	On     calendar.Date
	Level  Level
	Manner Manner
	// Hours is the ordinary working time of the whole day, above zero and at most 24; it
	// is needed for income of employment and left zero otherwise.
	Hours Hours
}

// TemporaryClaim is days of temporary parental benefit for one parent, in any order.
type TemporaryClaim struct {
	SGI    Income
	Yearly int64 // yearly working time in whole hours; needed for income of employment (25:25–31)
	Days   []TemporaryDay
	// PaidOther is the days before these for which benefit on income of other work has
	// been paid already.
	PaidOther []calendar.Date
}

// TemporaryPaid is what a day gives, in öre of whole kronor.
type TemporaryPaid struct {
	On         calendar.Date `json:"on"`
	Level      Level         `json:"level"`
	Employment money.Amount  `json:"employment_ore"`
	Other      money.Amount  `json:"other_ore"`
	ByCalendar money.Amount  `json:"by_calendar_ore"` // both incomes, by 365 days (13:36)
	Amount     money.Amount  `json:"amount_ore"`      // the sum
	// OverFive is set when the part for other work is not paid because of 13:35.
	OverFive bool `json:"over_five,omitempty"`
}

// TemporaryResult is what the days of a claim give, by date.
type TemporaryResult struct {
	Days   []TemporaryPaid `json:"days"`
	Total  money.Amount    `json:"total_ore"`
	Used   Eighths         `json:"used_eighths"`     // of the days of the child, by 13:32
	Doubts []Missing       `json:"doubts,omitempty"` // what was stated and is to be examined
	Steps  []Step          `json:"steps"`
}

// Temporary computes temporary parental benefit (SFB 13:33–37). It fails with an
// *InputError for what cannot be, and with a *statute.MissingError when the price base
// amount of a day's year or another value of law is not known.
func (r Rules) Temporary(c TemporaryClaim) (TemporaryResult, error) {
	k := r.begin()
	k.checkIncome(c.SGI)
	dates := make([]calendar.Date, len(c.Days))
	for i, d := range c.Days {
		dates[i] = d.On
		k.checkTemporaryDay(c, d)
	}
	order := k.inOrder(dates)
	if k.err != nil {
		return TemporaryResult{}, k.err
	}
	t := &temporary{reckoning: k, claim: c, order: order, share: k.sharing()}
	t.paid = make([]TemporaryPaid, len(c.Days))
	sorted := make([]calendar.Date, len(order))
	for i, at := range order {
		sorted[i] = dates[at]
	}
	t.bases = k.bases(temporaryRule, c.SGI, sorted)
	if k.err == nil {
		t.employment()
		t.otherWork()
		t.byCalendar()
	}
	if k.err != nil {
		return TemporaryResult{}, k.err
	}
	return t.result()
}

func (k *reckoning) checkTemporaryDay(c TemporaryClaim, d TemporaryDay) {
	byHours := d.Manner == ByWork && c.SGI.Employment > 0
	switch {
	case !d.Level.IsLevel():
		k.wrong("level", "the level of "+d.On.String()+" is one of full, 3/4, 1/2, 1/4 and 1/8", "SFB 13:5")
	case d.Manner != ByWork && d.Manner != Unemployed && d.Manner != OtherBenefit:
		k.wrong("manner", "it is by work, unemployed or other_benefit", "SFB 13:36")
	case byHours && d.Hours <= 0:
		k.wrong("hours", "the working time of "+d.On.String()+" is needed; nothing is paid for a day without any", "SFB 28:3")
	case d.Hours < 0 || d.Hours > mostDayHours:
		k.wrong("hours", "a day has at most 24 hours", "SFB 28:13 p.2")
	}
}

// temporary is the computation of one claim. Places in bases and paid follow the dates.
type temporary struct {
	*reckoning
	claim TemporaryClaim
	order []int
	bases []base
	paid  []TemporaryPaid
	share sharing
}

func (t *temporary) day(i int) TemporaryDay { return t.claim.Days[t.order[i]] }

var (
	partEmployment = Text{"Anställning", "Employment"}
	partOther      = Text{"Annat förvärvsarbete", "Other work"}
	partCalendar   = Text{"Per kalenderdag", "By calendar days"}
)

func (t *temporary) employment() {
	var days []timed
	for i := range t.order {
		if d := t.day(i); d.Manner == ByWork && t.bases[i].counted.Employment > 0 {
			days = append(days, timed{i, d.On, d.Level, d.Hours, t.bases[i]})
		}
	}
	full := t.byTime(t.claim.Yearly, days)
	for _, d := range days {
		t.paid[d.at].Employment = t.share.amount("SFB 13:5", partEmployment, full[d.at], d.level)
	}
}

// otherWork pays the part for income of other work (SFB 13:35).
func (t *temporary) otherWork() {
	if t.claim.SGI.Other == 0 {
		return
	}
	paid := map[calendar.Date]bool{}
	for _, d := range t.claim.PaidOther {
		paid[d] = true
	}
	full := map[base]money.Amount{}
	for i := range t.order {
		d, b := t.day(i), t.bases[i]
		if d.Manner != ByWork || b.counted.Other == 0 {
			continue
		}
		if t.overFive(d.On, paid) {
			t.paid[i].OverFive = true
			continue
		}
		paid[d.On] = true
		if _, known := full[b]; !known {
			full[b] = t.dividedDay(b, b.counted.Other, statute.TFPOtherWorkYearDays, "SFB 13:35", d.On)
		}
		t.paid[i].Other = t.share.amount("SFB 13:5", partOther, full[b], d.Level)
	}
}

// overFive tells, and reports, that the window that ends with a day is full already.
func (t *temporary) overFive(on calendar.Date, paid map[calendar.Date]bool) bool {
	window, most := t.value(statute.TFPOtherWorkWindow, on), t.value(statute.TFPOtherWorkDays, on)
	if t.err != nil {
		return false
	}
	n := int64(0)
	first := on.AddDays(-int(window.Int64) + 1)
	for d := first; d < on; d++ {
		if paid[d] {
			n++
		}
	}
	if n < most.Int64 {
		return false
	}
	t.step("five_of_seven", "SFB 13:35",
		say("%[1]s ger inget för annat förvärvsarbete: %[2]d dagar är redan betalda %[3]s, och högst %[4]d av %[5]d dagar betalas",
			"%[1]s gives nothing for other work: %[2]d days are paid already in %[3]s, and at most %[4]d days of %[5]d are paid",
			on, n, span(first, on-1), most.Int64, window.Int64),
		number("paid", string(statute.Days), 0), date("day", on), number("in_window", string(statute.Days), n), law(most), law(window))
	t.reading()
	return true
}

// byCalendar pays the days that are computed by calendar days (SFB 13:36).
func (t *temporary) byCalendar() {
	full := map[base]money.Amount{}
	for i := range t.order {
		d, b := t.day(i), t.bases[i]
		if d.Manner == ByWork {
			continue
		}
		if _, known := full[b]; !known {
			full[b] = t.dividedDay(b, b.counted.Whole(), statute.SicknessYearDays, "SFB 13:36", d.On)
		}
		t.paid[i].ByCalendar = t.share.amount("SFB 13:5", partCalendar, full[b], d.Level)
	}
}

// dividedDay is a base divided by the days of a parameter, told.
func (k *reckoning) dividedDay(b base, income money.Amount, parameter string, ref statute.Ref, on calendar.Date) money.Amount {
	days := k.value(parameter, on)
	if k.err != nil {
		return 0
	}
	amount := k.divided(b, income, days.Int64)
	k.step("day", ref,
		say("Hel ersättning för en dag är %s / %d = %s, avrundat till %s", "The full amount of a day is %s / %d = %s, rounded to %s",
			kr(b.text(income)), days.Int64, b.quotientText(income, days.Int64), kr(amount)),
		ore("full", amount), ore("base", b.text(income)), law(days))
	return amount
}

func (t *temporary) result() (TemporaryResult, error) {
	out := TemporaryResult{Days: t.paid}
	for i := range t.paid {
		p, d := &t.paid[i], t.day(i)
		p.On, p.Level = d.On, d.Level
		p.Amount = t.sum(p.Employment, p.Other, p.ByCalendar)
		out.Total = t.sum(out.Total, p.Amount)
		if p.Amount > 0 {
			out.Used += Eighths(d.Level)
		}
	}
	if t.err != nil {
		return TemporaryResult{}, t.err
	}
	if t.claim.SGI.Whole() == 0 {
		t.step("no_income", "SFB 13:33", say("Utan sjukpenninggrundande inkomst lämnas inget", "Without a sickness-based income nothing is paid"), ore("total", 0))
	}
	t.step("total", "SFB 13:32",
		say("%s ger %s; använt av barnets dagar: %s", "%s: %s; used of the child's days: %s", inDays(int64(len(t.paid))), kr(out.Total), out.Used.String()),
		ore("total", out.Total), number("used", unitEighths, int64(out.Used)))
	out.Steps, out.Doubts = t.steps, t.doubts
	return out, nil
}
