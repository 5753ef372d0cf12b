package settlement

import (
	"context"
	"fmt"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/prevent/housing"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

// write writes each settlement with its claim and its letter.
func (r *Run) write(ctx context.Context, j *journal.Journal, out *Receipt) error {
	p := out.Prepared
	if len(p.Settled) == 0 {
		return fmt.Errorf("%s has no household to settle: %d were settled before with the same incomes", r.File, p.Unchanged)
	}
	m, err := r.maker(p)
	if err != nil {
		return err
	}
	if !p.Resumed {
		p.Run.PayOn = r.payDay(&p.Run)
	}
	if err := p.List(ctx, j); err != nil {
		return err
	}
	m.mass, m.at = p.Run.Notes(), calendar.InstantOf(j.Now())
	m.payDay = r.payDay(&p.Run)
	total := int64(len(p.Settled) + p.Totals.By[housing.Claim].Count + out.Letters)
	return m.mass.Run(ctx, j, m.next, func(n int64) {
		if r.Progress != nil {
			r.Progress("writing", n, total)
		}
	})
}

// payDay is the day pay-outs of the run are planned for: as it was listed, so that letters
// written before and after an interruption say the same.
func (r *Run) payDay(run *housing.RunInfo) calendar.Date {
	if run.PayOn != 0 {
		return run.PayOn
	}
	if r.PayOn != calendar.None && r.PayOn != 0 {
		return r.PayOn
	}
	return housing.PayDay(run.On)
}

// maker makes what is written of each settlement: up to three bundles, in its order.
type maker struct {
	*housing.Prepared
	office     *inquiry.Office
	mass       *journal.MassWrite
	at         calendar.Instant
	payDay     calendar.Date // pay-outs go on it
	reportDays int
	i          int // the settlement that is next
	waiting    []*journal.Bundle
	year       housing.Year
}

func (r *Run) maker(p *housing.Prepared) (*maker, error) {
	v, err := r.Office.Parameters.Value(statute.HousingReportDays, p.Run.On)
	if err != nil {
		return nil, err
	}
	return &maker{Prepared: p, office: r.Office, reportDays: int(v.Int64)}, nil
}

// next gives the bundles one by one; nil after the last.
func (m *maker) next() (*journal.Bundle, error) {
	if len(m.waiting) == 0 {
		if m.i == len(m.Settled) {
			return nil, nil
		}
		if err := m.bundles(m.Known[m.i], &m.Settled[m.i]); err != nil {
			return nil, fmt.Errorf("household %s: %w", m.Settled[m.i].Household, err)
		}
		m.i++
	}
	b := m.waiting[0]
	m.waiting = m.waiting[1:]
	return b, nil
}

func (m *maker) bundles(k *housing.Known, s *housing.Settled) error {
	m.waiting = m.waiting[:0]
	b, err := s.Bundle(m.mass, m.at)
	if err != nil {
		return err
	}
	m.waiting = append(m.waiting, b)
	if s.Outcome == housing.Claim && s.Manual == "" {
		m.waiting = append(m.waiting, m.claim(s))
	}
	if !hasLetter(s) {
		return nil
	}
	order, err := m.letter(k, s)
	if err != nil {
		return err
	}
	if b, err = order.Bundle(m.mass, m.at); err != nil {
		return err
	}
	m.waiting = append(m.waiting, b)
	return nil
}

// claim is the claim that a settlement lays down.
func (m *maker) claim(s *housing.Settled) *journal.Bundle {
	d := claim.Decision{ID: s.Number, Debtors: []claim.Debtor{{Number: s.Party}}, Benefit: housingAllowance, Authority: claim.FK, Origin: claim.Settlement, DecidedOn: s.On,
		Principal: s.Amount + s.Charge, Type: claim.HousingSettlement, Charge: s.Charge}
	n := d.ToJournal(claim.Entry{Actor: m.mass.Actor, Cause: m.mass.Stream})
	n.RecordedAt, n.Ordinal = m.at, 1
	return &journal.Bundle{Party: int64(s.Party), Stream: claim.Stream(s.Number), Events: []journal.New{n}}
}

// hasLetter says whether the program writes to the person: where a person decides, the
// decision of the case is the letter.
func hasLetter(s *housing.Settled) bool { return s.Manual == "" }

// LetterID is the id of a settlement's letter.
func LetterID(number string) string { return number + "-beslut" }

func (m *maker) letter(k *housing.Known, s *housing.Settled) (*letter.Order, error) {
	f, err := m.facts(k, s)
	if err != nil {
		return nil, err
	}
	return &letter.Order{ID: LetterID(s.Number), To: letter.Recipient{Party: s.Party, As: letter.Self}, Sender: m.office.Sender, Facts: f, On: s.On,
		About: []string{housing.SettledStream(s.Household, s.Run)}, Actor: m.mass.Actor, Cause: m.mass.Stream}, nil
}

// facts is what the letter says.
func (m *maker) facts(k *housing.Known, s *housing.Settled) (*letter.Housing, error) {
	base, err := m.Rules.Base(&s.Assessed)
	if err != nil {
		return nil, err
	}
	y := &m.year
	if err := m.Rules.Year(s.Year, k.Stretches, housing.YearEqual(base.Sums()), y); err != nil {
		return nil, err
	}
	first, last := &y.Months[0], &y.Months[len(y.Months)-1]
	f := &letter.Housing{Subject: letter.Subject{Case: s.Number, Benefit: housingAllowance, From: first.Span(s.Year).From, To: last.Span(s.Year).To},
		Year: s.Year, Young: true, Minimum: first.Scale.Least(), Paid: s.Settlement.Paid, Final: s.Final.Ore(), Supplement: y.Supplement, Limit: m.Law.Least,
		Outcome: letter.HousingOutcome(s.Outcome.String()), Amount: s.Amount, Charge: s.Charge, ChargeUnknown: s.ChargeUnknown, Until: m.Law.Until, DecidedOn: s.On,
		DueOn: calendar.None, PaidOn: calendar.None, ReviewMonths: m.office.Terms.FinalMonths, ReportDays: m.reportDays}
	f.Difference = f.Final - f.Paid
	m.incomes(f, k, s, &base)
	told := y.Told()
	for i := range told {
		x := &told[i]
		if x.Form == housing.Young {
			f.DividedBy = int(x.Scale.YoungDivisor())
		} else {
			f.SharePpm, f.Young = x.Scale.ReductionShare(), false
		}
		f.Months = append(f.Months, monthsOf(x, s.Year))
	}
	for i := range f.Months {
		f.Months[i].Young = f.Months[i].Young && !f.Young // said once for the year when all are
	}
	switch s.Outcome {
	case housing.Claim:
		f.Subject.Claim, f.DueOn = s.Number, calendar.NextBankDay(s.On.AddDays(m.office.Terms.DueDays))
		f.Pay = letter.PayTo{Account: m.office.Account, Reference: inquiry.Reference(s.Number)}
		f.LateInterest = claim.HousingSettlement.Rule().Interest == claim.InterestSFB
	case housing.PayOut:
		f.PaidOn = m.payDay
	}
	if e := k.Earlier(); e != nil {
		f.Change = change(k.Last(), e)
	}
	return f, nil
}

func (m *maker) incomes(f *letter.Housing, k *housing.Known, s *housing.Settled, base *housing.Base) {
	stated := k.Stated()
	for i, who := range []string{letter.HousingSelf, letter.HousingSpouse} {
		if i == 1 && !s.Assessed.Spouse {
			break
		}
		p := &base.Adults[i]
		x := letter.HousingIncome{Who: who, Stated: stated[i], Assessed: p.Sum, AssessedOn: s.TaxOn[i]}
		if i == 0 { // of the other adult the sum is enough: the applicant needs no more to try the decision
			x.Parts = letter.HousingParts{Employment: p.Employment, Business: p.Business, Capital: p.Capital, Wealth: p.Wealth, ChildCapital: p.ChildCapital, Study: p.Study, Scholarship: p.Scholarship, Foreign: p.Foreign}
		}
		f.Incomes = append(f.Incomes, x)
	}
}

func monthsOf(x *housing.MonthsAlike, year int) letter.HousingMonths {
	span := x.Span(year)
	return letter.HousingMonths{From: span.From, To: span.To, Count: x.Count(), Young: x.Form == housing.Young, Spouses: x.Spouses, IncomeLimit: x.IncomeLimit, Cost: x.Considered, Housing: x.Month.Housing.Ore(),
		Children: x.Special + x.Month.Access, Reduction: (x.Reduction[0] + x.Reduction[1]).Ore(), Final: x.Amount.Ore(), Paid: x.Paid, BelowMinimum: x.Why == housing.BelowMinimum}
}

// change is what was decided before.
func change(last *housing.Settled, e *housing.Earlier) *letter.HousingChange {
	c := &letter.HousingChange{DecidedOn: last.On, Final: e.Final.Ore(), Outcome: letter.HousingNone}
	switch net := e.PaidOut - e.Claimed; {
	case net < 0:
		c.Outcome, c.Amount = letter.HousingClaim, -net
	case net > 0:
		c.Outcome, c.Amount = letter.HousingPayout, net
	}
	return c
}
