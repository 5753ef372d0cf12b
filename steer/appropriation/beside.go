package appropriation

import (
	"cmp"
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/directive"
)

// limitOf is the limit of an account beside the appropriations; the zero Limit, with an
// unknown amount, when the letter has none.
func (b *Books) limitOf(number int, on calendar.Date, a Account) (Limit, error) {
	all, err := b.Limits(number, on)
	if i := slices.IndexFunc(all, func(l Limit) bool { return l.Account == a && l.Kind != Disposable }); i >= 0 && err == nil {
		return all[i], nil
	}
	return Limit{Account: a, Level: Unknown}, err
}

// InterestOf is the interest account of a year to a day, beside the payment plan of the
// edition in force on it.
func (b *Books) InterestOf(number int, to calendar.Date) (*InterestStatement, error) {
	y, v, err := b.inForce(number, to)
	if err != nil {
		return nil, err
	}
	s := y.sum(InterestAccount, y.upTo(to))
	st := &InterestStatement{Year: number, To: to, Opening: s[OpeningColumn], In: s[InColumn], Out: s[OutColumn], Interest: s[InterestColumn],
		Closing: s.balance(), OpeningBooked: y.has(InterestAccount, Opening, to), LowestOn: calendar.None}
	if st.Credit, err = b.limitOf(number, to, InterestAccount); err != nil {
		return nil, err
	}
	st.Lowest, st.LowestOn = y.lowest(InterestAccount, to)
	st.Planned, st.Received = known(0), known(s[InColumn])
	payments := v.edition.Letter.Plan.Payments
	for i, p := range payments {
		r := PlanRow{Line: p.Line, Date: p.Date, BankDay: calendar.IsBankDay(p.Date), PaidOn: calendar.NextBankDay(p.Date), Planned: printed(p.Sum)}
		from, until := y.planFrom(payments, i), y.planFrom(payments, i+1)-1
		received := y.sum(InterestAccount, calendar.Period{From: from, To: min(until, to)})
		r.Received = received[InColumn]
		r.Difference = Figure{r.Received - r.Planned.Amount, r.Planned.Known && p.Date <= to}
		if p.Date <= to {
			st.Planned = st.Planned.plus(r.Planned)
		}
		st.Plan = append(st.Plan, r)
	}
	if st.Closing != st.Opening+st.In-st.Out+st.Interest {
		return nil, fmt.Errorf("%w: the interest account of %d", ErrNotBalanced, number)
	}
	return st, nil
}

// planFrom is the first day whose money is for a payment of the plan. Money may come some
// days early or late, so it is the first of the month; of two in one month, the day of the
// second. After the last payment it is the day after the year.
func (y *year) planFrom(payments []directive.Payment, i int) calendar.Date {
	switch {
	case i == 0:
		return y.wholeYear().From
	case i >= len(payments):
		return y.lastDay() + 1
	case payments[i].Date.FirstOfMonth() == payments[i-1].Date.FirstOfMonth():
		return payments[i].Date
	}
	return payments[i].Date.FirstOfMonth()
}

// lowest is the lowest balance at the end of a day with a line, and the first such day.
func (y *year) lowest(a Account, to calendar.Date) (low money.Amount, on calendar.Date) {
	on = calendar.None
	l := y.ledgers[a]
	if l == nil {
		return 0, on
	}
	var s sums
	for i := range l.lines {
		if l.lines[i].Counted > to {
			break
		}
		s.plus(&l.lines[i])
		if last := i+1 == len(l.lines) || l.lines[i+1].Counted != l.lines[i].Counted; last && (on == calendar.None || s.balance() < low) {
			low, on = s.balance(), l.lines[i].Counted
		}
	}
	return low, on
}

// FeesOf is the fee-based activities of a year to a day, beside the budget of the edition
// in force on it. An activity with lines that the edition does not have stands last, with
// an unknown budget.
func (b *Books) FeesOf(number int, to calendar.Date) (*FeeStatement, error) {
	y, v, err := b.inForce(number, to)
	if err != nil {
		return nil, err
	}
	zero := known(0)
	st := &FeeStatement{Year: number, To: to, Total: FeeRow{OpeningBooked: true, BudgetOpening: zero, BudgetIncome: zero, BudgetCost: zero,
		BudgetResult: zero, BudgetAccumulated: zero, IncomeDifference: zero, CostDifference: zero, ResultDifference: zero}}
	accounts := []Account{}
	for _, f := range v.edition.Letter.Fees.Rows {
		accounts = append(accounts, FeeAccount(f.Activity))
	}
	var strays []Account
	for a := range y.ledgers {
		if a.Class() == FeeClass && !slices.Contains(accounts, a) {
			strays = append(strays, a)
		}
	}
	slices.Sort(strays)
	for _, a := range append(accounts, strays...) {
		r := y.feeRow(v, a, to)
		st.Rows = append(st.Rows, r)
		st.Total.add(&r)
	}
	return st, nil
}

func (y *year) feeRow(v *view, a Account, to calendar.Date) FeeRow {
	s := y.sum(a, y.upTo(to))
	r := FeeRow{Account: a, Activity: a.Name(), Opening: s[OpeningColumn], Income: s[IncomeColumn], Cost: s[CostColumn], OpeningBooked: y.has(a, Opening, to)}
	r.Result = r.Income - r.Cost
	r.Accumulated = r.Opening + r.Result
	if f := v.fee(r.Activity); f != nil {
		r.Line = f.Line
		r.BudgetOpening = printed(f.Before).plus(printed(f.Last))
		r.BudgetIncome, r.BudgetCost = printed(f.Income), printed(f.Cost)
		r.BudgetResult, r.BudgetAccumulated = printed(f.Result), printed(f.After)
	}
	r.IncomeDifference = known(r.Income).minus(r.BudgetIncome)
	r.CostDifference = known(r.Cost).minus(r.BudgetCost)
	r.ResultDifference = known(r.Result).minus(r.BudgetResult)
	return r
}

// add adds an activity to the sum.
func (t *FeeRow) add(r *FeeRow) {
	t.Opening, t.Income, t.Cost = t.Opening+r.Opening, t.Income+r.Income, t.Cost+r.Cost
	t.Result, t.Accumulated = t.Result+r.Result, t.Accumulated+r.Accumulated
	t.OpeningBooked = t.OpeningBooked && r.OpeningBooked
	for _, f := range [...]struct{ sum, part *Figure }{
		{&t.BudgetOpening, &r.BudgetOpening}, {&t.BudgetIncome, &r.BudgetIncome}, {&t.BudgetCost, &r.BudgetCost}, {&t.BudgetResult, &r.BudgetResult},
		{&t.BudgetAccumulated, &r.BudgetAccumulated}, {&t.IncomeDifference, &r.IncomeDifference}, {&t.CostDifference, &r.CostDifference},
		{&t.ResultDifference, &r.ResultDifference}} {
		*f.sum = f.sum.plus(*f.part)
	}
}

// AuthorisationsOf is the authorisations for commitments of a year to a day.
func (b *Books) AuthorisationsOf(number int, to calendar.Date) ([]AuthorisationRow, error) {
	y, v, err := b.inForce(number, to)
	if err != nil {
		return nil, err
	}
	var rows []AuthorisationRow
	for i := range v.edition.Letter.Authorisations {
		a := &v.edition.Letter.Authorisations[i]
		account := CommitmentAccount(a.Item)
		s := y.sum(account, y.upTo(to))
		r := AuthorisationRow{Item: a.Item, Line: a.Line, End: a.End, Opening: s[OpeningColumn], Committed: s[InColumn], Fulfilled: s[OutColumn],
			Lapsed: s[LapsedColumn], Outstanding: s.balance()}
		if p := v.of(a.Item); p != nil {
			r.Name = p.name
		}
		if r.Frame, err = b.limitOf(number, to, account); err != nil {
			return nil, err
		}
		for _, f := range a.Years {
			r.Years = append(r.Years, DueYear{Year: f.Year, Onwards: f.Onwards, Indicative: printed(f.Sum)})
		}
		var sum money.Amount
		for _, l := range b.Lines(number, account, y.upTo(to)) {
			var one sums
			one.plus(&l)
			r.due(l.Purpose, one.balance())
			sum += one.balance()
		}
		slices.SortFunc(r.Years, func(a, b DueYear) int { return cmp.Compare(a.Year, b.Year) })
		if sum != r.Outstanding || sum != r.Opening+r.Committed-r.Fulfilled-r.Lapsed {
			return nil, fmt.Errorf("%w: the authorisation of %s in %d", ErrNotBalanced, a.Item, number)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// due adds what is outstanding to the year it falls due in; one that the letter does not
// have gets a row without an indicative amount.
func (r *AuthorisationRow) due(purpose string, amount money.Amount) {
	number, _ := dueYear(purpose)
	for i := range r.Years {
		if y := &r.Years[i]; y.Year == number || y.Onwards && number > y.Year {
			y.Outstanding += amount
			return
		}
	}
	r.Years = append(r.Years, DueYear{Year: number, Outstanding: amount})
}

// DebtsOf is the loans and account credits of a year to a day.
func (b *Books) DebtsOf(number int, to calendar.Date) ([]DebtRow, error) {
	y, _, err := b.inForce(number, to)
	if err != nil {
		return nil, err
	}
	accounts, err := b.Accounts(number, to)
	if err != nil {
		return nil, err
	}
	var rows []DebtRow
	for _, a := range accounts {
		if a.Class() != LoanClass && a.Class() != CreditClass {
			continue
		}
		s := y.sum(a, y.upTo(to))
		r := DebtRow{Account: a, Opening: s[OpeningColumn], Drawn: s[InColumn], Repaid: s[OutColumn], Closing: s.balance()}
		if r.Frame, err = b.limitOf(number, to, a); err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return rows, nil
}
