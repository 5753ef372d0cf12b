package directive

import (
	"math/big"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/money"
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
	if len(seen) != 27 {
		t.Errorf("the sample has %d of 27 kinds of checks", len(seen))
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
		{"unit all", Undecidable, func(l *Letter) { l.Units = nil }},
		{"unit all", DoesNotHold, func(l *Letter) { l.Units = append(l.Units, Passage{95, "Belopp angivna i kronor"}) }},
		{"unit all", "", func(l *Letter) {
			*l = Letter{Loans: []Loan{{Line: 5, Kind: LoanFrame, Sum: Sum{Line: 5, Amount: 7 * tkr, Known: true, Printed: "7 tkr"}}}}
		}},
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
		{"deadline given all", DoesNotHold, func(l *Letter) { l.Decided = onDay("2031-06-01") }},
		{"deadline given all", Holds, func(l *Letter) { l.Decided = onDay("2031-01-02") }},
		{"deadline given Kostnadsutveckling för vinterförvaring report 2030-12-18", DoesNotHold, func(l *Letter) { l.Assignments[1].Deadlines[0].Date = onDay("2030-12-18") }},
		{"deadline given all", Undecidable, func(l *Letter) { l.Decided = calendar.None }},
		{"deadline order Inventera träbryggor i skärgården", DoesNotHold, func(l *Letter) { l.Assignments[0].Deadlines[1].Date = onDay("2032-03-01") }},
		{"generations due Kostnadsutveckling för vinterförvaring → Kostnadsutveckling för vinterförvaring", DoesNotHold, func(l *Letter) { l.Earlier[0].Deadlines[0].Date = onDay("2031-05-01") }},
		{"generations due Kostnadsutveckling för vinterförvaring → Kostnadsutveckling för vinterförvaring", DoesNotHold, func(l *Letter) { l.Earlier[0].Deadlines[0].Date = onDay("2031-05-29") }},
		{"generations due Kostnadsutveckling för vinterförvaring → Kostnadsutveckling för vinterförvaring", Holds, func(l *Letter) { l.Earlier[0].Deadlines[0].Date = onDay("2031-04-30") }},
		{"limit rest UO4 1:2 ap.4", DoesNotHold, func(l *Letter) {
			l.item("Fyrar").Conditions = l.item("Fyrar").Conditions[:1]
			l.item("Fyrar").Amount = inTkr(62, 1_200)
		}},
		{"limit rest UO4 1:2 ap.4", Holds, func(l *Letter) {
			l.item("Fyrar").Conditions = l.item("Fyrar").Conditions[:1]
			l.item("Fyrar").Amount = inTkr(62, 1_201)
		}},
		{"last year UO4 1:2 ap.2", Holds, func(l *Letter) { l.Authorisations[0].Years[2].Sum, l.Authorisations[0].End = inTkr(99, 1), 2040 }},
		{"last year UO4 1:2 ap.2", DoesNotHold, func(l *Letter) { l.Authorisations[0].Years[2].Sum, l.Authorisations[0].End = inTkr(99, 1), 2033 }},
		{"deadline given all", Holds, func(l *Letter) { l.Decided = onDay("2031-02-04") }},
		{"deadline given all", DoesNotHold, func(l *Letter) { l.Decided = onDay("2031-02-05") }},
		{"name UO4 1:2 ap.2", "", func(l *Letter) { l.Text = slices.Insert(l.Text, 6, TextLine{No: 65, Text: "ap.2\tFlytbryggor (ram)"}) }}, // its own line only
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
	if len(failed) != 27 {
		t.Errorf("only %d of 27 kinds of checks were seen to fail: %v", len(failed), failed)
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

func TestCheck_outcomes(t *testing.T) {
	odd := func(l *Letter) *Frame { return l.frame("UO4 2:1 ap.1") }
	for _, c := range []struct {
		name, id, outcome string
		verdict           Verdict
		weight            Weight
		spoil             func(*Letter)
	}{
		{"a percentage with decimals that the row prints", "credit UO4 2:1 ap.1", "2,5 %", Holds, Arithmetic, func(l *Letter) { odd(l).Percent, odd(l).Credit = 250, inTkr(94, 600) }},
		{"no pattern at all", "credit UO4 2:1 ap.1", "another amount", DoesNotHold, Arithmetic, func(l *Letter) {
			for i := range l.Frames {
				l.Frames[i].Credit = inTkr(90, 0)
			}
			odd(l).Percent, odd(l).Credit = 0, inTkr(94, 777)
		}},
		{"an amount that no plan confirms", "credit UO4 2:1 ap.1", "another amount", DoesNotHold, Arithmetic, func(l *Letter) { odd(l).Credit = inTkr(94, 777) }},
		{"limits that cannot all be used", "limit sum UO4 1:2 ap.4", "not all limits can be used in full", DoesNotHold, Notice, func(l *Letter) {
			l.item("Fyrar").Conditions[0].Amount = inKr(74, 601_000)
		}},
		{"fixed parts that do not fit", "limit sum UO4 1:2 ap.4", "", DoesNotHold, Arithmetic, func(l *Letter) {
			l.item("Fyrar").Conditions[1].Amount = inKr(74, 901_000)
		}},
		{"a name of something else", "name UO4 1:2 ap.4", "another name", DoesNotHold, Arithmetic, func(l *Letter) { l.Text[3].Text = "ap.4 Slussar och kanaler" }},
		{"a name with a letter missing", "name UO4 1:2", "spelling", DoesNotHold, Notice, func(l *Letter) { l.Text[5].Text = "1:2 Brygstöd" }},
		{"a fee that is no longer due", "pension fee UO4 1:2 ap.3", "floored", Holds, Arithmetic, func(l *Letter) {
			i := l.item("Ålders")
			i.Pension.Floored, i.Pension.Preliminary, i.Amount = true, Sum{}, inTkr(66, 0)
		}},
		{"a floor that is not reached", "pension fee UO4 1:2 ap.3", "floored", DoesNotHold, Arithmetic, func(l *Letter) {
			i := l.item("Ålders")
			i.Pension.Floored, i.Pension.Regulation, i.Amount = true, inKr(78, 3_500), inTkr(66, 0)
		}},
	} {
		l := sample()
		c.spoil(l)
		i := slices.IndexFunc(Check(l), func(f Finding) bool { return f.ID == c.id })
		if i < 0 {
			t.Errorf("%s: no finding %s", c.name, c.id)
			continue
		}
		if f := Check(l)[i]; f.Outcome != c.outcome || f.Verdict != c.verdict || f.Weight != c.weight {
			t.Errorf("%s: %q %s %s", c.name, f.Outcome, f.Verdict, f.Weight)
		}
	}
}

// TestCheck_hugeAmounts: amounts that cannot be added are said to be undecidable, not
// wrapped into sums that happen to hold.
func TestCheck_hugeAmounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := sample()
		sums := sumsOf(l)
		for range rapid.IntRange(1, 6).Draw(t, "how many") {
			sums[rapid.IntRange(0, len(sums)-1).Draw(t, "which")].Amount = money.Amount(rapid.Int64().Draw(t, "öre"))
		}
		for _, f := range Check(l) {
			if f.Kind == CheckCreditCeiling && f.Verdict == Holds {
				if item := l.itemOf(f.Item); new(big.Int).Mul(big.NewInt(int64(f.Printed.Amount)), big.NewInt(10)).Cmp(big.NewInt(int64(item.Amount.Amount))) > 0 {
					t.Fatalf("%s", f.Says[1])
				}
			}
			if f.Kind == CheckSum && f.Verdict == Holds {
				total := new(big.Int)
				for _, i := range allItems(l) {
					if i.ID.appropriation() == f.Item && strings.HasSuffix(f.ID, " "+i.Disposer) {
						total.Add(total, big.NewInt(int64(i.Amount.Amount)))
					}
				}
				if total.Cmp(big.NewInt(int64(f.Printed.Amount))) != 0 {
					t.Fatalf("%s, but the items make %s", f.Says[1], total)
				}
			}
		}
	})
}

func (l *Letter) itemOf(id ItemID) *Item {
	for _, i := range allItems(l) {
		if i.ID == id {
			return i
		}
	}
	return nil
}

func BenchmarkCheckAndCompare(b *testing.B) {
	l, m := sample(), sample()
	for b.Loop() {
		Check(l)
		Compare(l, m)
	}
}
