package directive

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"balans/law/calendar"
)

// outcomes is the verdicts by id.
func outcomes(l *Letter) map[string]Verdict {
	all := map[string]Verdict{}
	for _, f := range Check(l) {
		all[f.ID] = f.Verdict
	}
	return all
}

func TestCheck_sampleHolds(t *testing.T) {
	notices := []string{ // days that are no bank days
		"plan day 2031-04-20", "plan day 2031-06-20", "plan day 2031-07-20", "plan day 2031-09-20", "plan day 2031-12-20",
	}
	seen := map[CheckKind]bool{}
	for _, f := range Check(sample()) {
		seen[f.Kind] = true
		if f.Verdict != Holds && !slices.Contains(notices, f.ID) {
			t.Errorf("%s %s: %s", f.ID, f.Verdict, f.Says[1])
		}
		if f.Verdict == Holds && slices.Contains(notices, f.ID) {
			t.Errorf("%s holds", f.ID)
		}
		if f.Says[0] == "" || f.Says[1] == "" || strings.Contains(f.Says[0]+f.Says[1]+f.Reading[0]+f.Reading[1], "%!") {
			t.Errorf("%s says %q %q", f.ID, f.Says, f.Reading)
		}
		if !slices.IsSorted(f.Lines) || len(f.Lines) == 0 || (f.Law == "") != (f.Mark == "") {
			t.Errorf("%s: lines %v, law %q %q", f.ID, f.Lines, f.Law, f.Mark)
		}
	}
	if len(seen) != 26 {
		t.Errorf("the sample has %d of 26 kinds of checks", len(seen))
	}
}

// TestCheck_canFail breaks the sample in one place at a time. Every kind of check is seen
// not to hold.
func TestCheck_canFail(t *testing.T) {
	first := func(l *Letter) *Group { return &l.Appropriations[0].Groups[1] }
	cases := []struct {
		id    string
		want  Verdict
		spoil func(*Letter)
	}{
		{"sum UO4 1:2 Brygdmyndigheten", DoesNotHold, func(l *Letter) { first(l).Amount = inTkr(63, 8_501) }},
		{"sum UO4 1:2 Brygdmyndigheten", Undecidable, func(l *Letter) { first(l).Items[0].Amount = Sum{Printed: "4 3Z1"} }},
		{"item UO4 1:2 ap.1", DoesNotHold, func(l *Letter) { l.Frames = slices.Delete(l.Frames, 1, 2) }},
		{"item UO4 1:2 ap.7", DoesNotHold, func(l *Letter) { l.Frames = append(l.Frames, Frame{Line: 95, Item: "UO4 1:2 ap.7"}) }},
		{"item UO4 1:2 ap.4", DoesNotHold, func(l *Letter) { l.Frames = append(l.Frames, l.Frames[0]) }},
		{"item UO4 1:2 ap.4", Undecidable, func(l *Letter) { l.Frames = nil }},
		{"name UO4 1:2 ap.4", DoesNotHold, func(l *Letter) { l.Text[3].Text = "ap.4 Fyyrar" }},
		{"credit UO4 1:2 ap.1", DoesNotHold, func(l *Letter) { l.Frames[1].Credit = inTkr(91, 217) }},
		{"credit UO4 1:2 ap.1", Undecidable, func(l *Letter) { l.Frames[1].Credit = Sum{} }},
		{"credit ceiling UO4 1:2 ap.1", DoesNotHold, func(l *Letter) { l.Frames[1].Credit = inTkr(91, 433) }},
		{"credit ceiling UO4 1:2 ap.1", Holds, func(l *Letter) { l.Frames[1].Credit = inTkr(91, 432) }},
		{"carry-over UO4 1:2 ap.1", DoesNotHold, func(l *Letter) { l.Frames[1].None, l.Frames[1].All = false, true }},
		{"carry-over UO4 1:2 ap.1", Undecidable, func(l *Letter) { l.Frames[1].None = false }},
		{"withdrawal UO4 1:2 ap.1", DoesNotHold, func(l *Letter) { l.Frames[1].Withdrawn = inTkr(91, 5) }},
		{"closed UO4 1:2 ap.9", DoesNotHold, func(l *Letter) { l.Frames[1].Item = "UO4 1:2 ap.9" }},
		{"pension fee UO4 1:2 ap.3", DoesNotHold, func(l *Letter) { first(l).Items[2].Pension.Preliminary = inKr(78, 1_024_500) }},
		{"pension fee UO4 1:2 ap.3", Holds, func(l *Letter) { first(l).Items[2].Pension.Preliminary = inKr(78, 1_024_499) }},
		{"pension fee UO4 1:2 ap.3", Undecidable, func(l *Letter) { first(l).Items[2].Pension.Preliminary = Sum{} }},
		{"pension fee UO4 1:2 ap.3", DoesNotHold, func(l *Letter) { first(l).Items[2].Pension.Floored = true }},
		{"limit UO4 2:1 ap.1 max 2\u00a0000\u00a0000", DoesNotHold, func(l *Letter) { l.Appropriations[1].Groups[0].Items[0].Amount = inTkr(72, 1_999) }},
		{"limit sum UO4 1:2 ap.4", DoesNotHold, func(l *Letter) { l.Appropriations[0].Groups[0].Items[0].Conditions[1].Amount = inKr(75, 301_000) }},
		{"limit rest UO4 1:2 ap.4", DoesNotHold, func(l *Letter) { l.Appropriations[0].Groups[0].Items[0].Conditions[1].Amount = inKr(75, 299_000) }},
		{"authorisation UO4 1:2 ap.2", DoesNotHold, func(l *Letter) { l.Authorisations[0].Years[0].Sum = inTkr(99, 601) }},
		{"authorisation UO4 1:2 ap.2", Undecidable, func(l *Letter) { l.Authorisations[0].Years[2].Sum.Printed = "1O" }},
		{"last year UO4 1:2 ap.2", DoesNotHold, func(l *Letter) { l.Authorisations[0].End = 2034 }},
		{"last year UO4 1:2 ap.2", Undecidable, func(l *Letter) { l.Authorisations[0].End = 0 }},
		{"plan sum 5.2", DoesNotHold, func(l *Letter) { l.Plan.Total = inTkr(123, 24_006) }},
		{"plan total 5.2", DoesNotHold, func(l *Letter) { l.Plan.Payments[11].Sum = inTkr(122, 1) }},
		{"plan total 5.2", Undecidable, func(l *Letter) { l.Plan.Items = nil }},
		{"plan parts 5.2", DoesNotHold, func(l *Letter) { l.Plan.Payments[4].Sum = inTkr(114, 2_001) }},
		{"plan order 5.2", DoesNotHold, func(l *Letter) { l.Plan.Payments[4].Date = onDay("2031-03-20") }},
		{"plan order 5.2", Undecidable, func(l *Letter) { l.Plan.Payments[4].Date = calendar.None }},
		{"plan day 2031-01-06", DoesNotHold, func(l *Letter) { l.Plan.Payments[0].Date = onDay("2031-01-06") }},
		{"fee column income", DoesNotHold, func(l *Letter) { l.Fees.Total.Income = inTkr(133, 71) }},
		{"fee result Dykintyg", DoesNotHold, func(l *Letter) { l.Fees.Rows[1].Cost = inTkr(132, 24) }},
		{"fee result Dykintyg", Undecidable, func(l *Letter) { l.Fees.Rows[1].Cost = Sum{} }},
		{"fee carried Dykintyg", DoesNotHold, func(l *Letter) { l.Fees.Rows[1].After = inTkr(132, 3) }},
		{"deadline day UO4 1:2 ap.4 requisition 2031-11-30", DoesNotHold, func(l *Letter) {
			l.Appropriations[0].Groups[0].Items[0].Conditions[1].Deadlines[0].Date = onDay("2031-11-30")
		}},
		{"deadline given Samverkan om fyrar report 2031-02-17", DoesNotHold, func(l *Letter) { l.Decided = onDay("2031-06-01") }},
		{"deadline given all", Undecidable, func(l *Letter) { l.Decided = calendar.None }},
		{"deadline order Inventera träbryggor i skärgården", DoesNotHold, func(l *Letter) { l.Assignments[0].Deadlines[1].Date = onDay("2032-03-01") }},
		{"generations due Kostnadsutveckling för vinterförvaring → Kostnadsutveckling för vinterförvaring", DoesNotHold, func(l *Letter) { l.Earlier[0].Deadlines[0].Date = onDay("2031-05-02") }},
	}
	before, failed := outcomes(sample()), map[CheckKind]bool{}
	for _, c := range cases {
		l := sample()
		c.spoil(l)
		after := outcomes(l)
		if after[c.id] != c.want {
			t.Errorf("%s: %q, want %q (was %q)", c.id, after[c.id], c.want, before[c.id])
		}
		for _, f := range Check(l) {
			if f.ID == c.id && f.Verdict == DoesNotHold {
				failed[f.Kind] = true
			}
		}
	}
	if len(failed) != 26 {
		t.Errorf("only %d of 26 kinds of checks were seen to fail: %v", len(failed), failed)
	}
}

// sumsOf is every amount of 4, 5.2 and 6.1 that a check should notice a change of.
func sumsOf(l *Letter) (sums []*Sum) {
	for i := range l.Appropriations {
		for g := range l.Appropriations[i].Groups {
			sums = append(sums, &l.Appropriations[i].Groups[g].Amount)
		}
	}
	for _, i := range allItems(l) {
		sums = append(sums, &i.Amount)
		if i.Pension != nil {
			sums = append(sums, &i.Pension.Preliminary, &i.Pension.Regulation)
		}
	}
	for i := range l.Frames {
		sums = append(sums, &l.Frames[i].Credit, &l.Frames[i].Withdrawn)
	}
	for i := range l.Authorisations {
		sums = append(sums, &l.Authorisations[i].Frame, &l.Authorisations[i].Years[0].Sum)
	}
	for i := range l.Plan.Payments {
		sums = append(sums, &l.Plan.Payments[i].Sum)
	}
	sums = append(sums, &l.Plan.Total)
	for i := range l.Fees.Rows {
		r := &l.Fees.Rows[i]
		sums = append(sums, &r.Before, &r.Last, &r.Income, &r.Cost, &r.Result, &r.After)
	}
	t := l.Fees.Total
	return append(sums, &t.Before, &t.Last, &t.Income, &t.Cost, &t.Result, &t.After)
}

// TestCheck_noticesEveryAmount changes each amount by a thousand kronor, and makes each
// unreadable: some check no longer holds.
func TestCheck_noticesEveryAmount(t *testing.T) {
	count := func(l *Letter, v Verdict) (n int) {
		for _, f := range Check(l) {
			if f.Verdict == v {
				n++
			}
		}
		return n
	}
	l := sample()
	fails, open := count(l, DoesNotHold), count(l, Undecidable)
	for i := range sumsOf(l) {
		s := sumsOf(l)[i]
		kept := *s
		s.Amount += tkr
		if count(l, DoesNotHold) <= fails {
			t.Errorf("amount %d, of line %d, can be changed unnoticed", i, s.Line)
		}
		*s = Sum{Line: kept.Line, Printed: "l2O"}
		if count(l, Undecidable) <= open {
			t.Errorf("amount %d, of line %d, can be unreadable unnoticed", i, s.Line)
		}
		*s = kept
	}
}

func TestCheck_isRepeatable(t *testing.T) {
	l := sample()
	if a, b := Check(l), Check(l); !reflect.DeepEqual(a, b) {
		t.Error("two runs differ")
	}
	if !reflect.DeepEqual(l, sample()) {
		t.Error("the letter was changed")
	}
	ids := map[string]bool{}
	l.Fees.Rows[1].Activity = l.Fees.Rows[0].Activity
	for _, f := range Check(l) {
		if ids[f.ID] {
			t.Errorf("two findings are called %s", f.ID)
		}
		ids[f.ID] = true
	}
}

func TestCheck_emptyLetter(t *testing.T) {
	if found := Check(&Letter{}); len(found) != 0 {
		t.Errorf("an empty letter has findings: %v", found)
	}
}
