package demo

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"time"

	"balans/exchange/agi"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// declaredMonths are those employers have declared when the runs are controlled, and the
// day their declarations came.
var declaredMonths = []struct{ month, received calendar.Date }{
	{month(2024, time.October), calendar.New(2024, 11, 13)}, {month(2024, time.November), calendar.New(2024, 12, 13)}, {month(2024, time.December), calendar.New(2025, 1, 18)},
	{month(2025, time.January), calendar.New(2025, 2, 13)}, {month(2025, time.February), calendar.New(2025, 3, 13)}, {month(2025, time.March), calendar.New(2025, 4, 15)},
}

// declarations is an AGI file for each month: the pay of everyone, and absence for the
// month in which it lowered the pay.
func (p *prevention) declarations(all []vab) ([]File, error) {
	byEmployer := map[identity.Number][]*vab{}
	for i := range all {
		for _, e := range all[i].employers {
			byEmployer[e] = append(byEmployer[e], &all[i])
		}
	}
	var files []File
	for k, m := range declaredMonths {
		var b bytes.Buffer
		w := agi.NewWriter(&b, agi.Form{Prefix: "agd", Choice: k%2 == 0}, agi.Sender{Program: "balans demo", Created: m.received.String() + "T06:00:00"})
		for i := range employers {
			if e := employerOf(i); len(byEmployer[e]) > 0 {
				if err := p.declare(w, e, m.month, byEmployer[e]); err != nil {
					return nil, fmt.Errorf("demo: the declaration for %s: %w", m.month, err)
				}
			}
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
		files = append(files, File{Name: fmt.Sprintf("agi-%s.xml", m.month.String()[:7]), Data: b.Bytes(), Received: m.received})
	}
	return files, nil
}

// declare writes an employer's month. One that is late has not declared March.
func (p *prevention) declare(w *agi.Writer, e identity.Number, m calendar.Date, staff []*vab) error {
	if int64(e)/10%97 == 5 && m == month(2025, time.March) {
		return nil
	}
	paid, taxes := map[identity.Number]bool{}, money.Amount(0)
	var incomes []agi.Income
	for _, v := range staff {
		if paid[v.party] {
			continue
		}
		paid[v.party] = true
		cash := v.wage / money.Amount(len(v.employers))
		cash = cash.RoundTo(money.Krona, money.Down)
		tax := (cash * 28 / 100).RoundTo(money.Krona, money.Down)
		taxes += tax
		incomes = append(incomes, agi.Income{Employer: e, Period: m, Party: v.party, Spec: 1, Cash: cash, Tax: tax, TaxKind: agi.Preliminary})
	}
	if err := w.Declaration(agi.Declaration{Employer: e, Period: m, SumFees: taxes, SumTax: taxes}); err != nil {
		return err
	}
	for _, i := range incomes {
		if err := w.Income(i); err != nil {
			return err
		}
	}
	for _, a := range p.absences(e, m, staff) {
		if err := w.Absence(a); err != nil {
			return err
		}
	}
	return nil
}

// absences is what an employer reports for a month.
func (p *prevention) absences(e identity.Number, m calendar.Date, staff []*vab) (all []agi.Absence) {
	for _, v := range staff {
		for d := v.from; d <= v.to; d++ {
			c := chanceOf(p.seed, forPrevention+1<<38+uint64(v.party%1_000_000)<<12+uint64(d%4096))
			period := d.FirstOfMonth()
			if c.often(400) && d < month(2025, time.March) {
				period = period.AddMonths(1) // it lowered the next pay
			}
			if period != m {
				continue
			}
			a := agi.Absence{Employer: e, Period: m, Party: v.party, Day: d, Spec: 1, Type: agi.TFP, Unit: agi.Percent, Amount: v.extent / int32(len(v.employers))}
			switch v.fate {
			case lower:
				a.Amount /= 2
			case otherType:
				a.Type = agi.FP
			case notReported, stillToCome:
				continue
			}
			if int64(e)%2 == 0 {
				a.Unit, a.Amount = agi.Hours, a.Amount*8/100
			}
			all = append(all, a)
		}
	}
	slices.SortStableFunc(all, func(x, y agi.Absence) int { return cmp.Or(cmp.Compare(x.Party, y.Party), cmp.Compare(x.Day, y.Day)) })
	return slices.CompactFunc(all, func(x, y agi.Absence) bool { return x.Party == y.Party && x.Day == y.Day })
}
