package casefile

import (
	"fmt"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/plan"
)

// maintenanceAnswer is what is asked of a maintenance debt: its instalment, or
// what follows from one that was missed.
type maintenanceAnswer struct {
	instalment *plan.MaintenanceInstalment
	missed     *plan.MaintenanceMissed
	paid       []calendar.Date
}

// askMaintenance answers "on DATE, yearly AMOUNT for each child, room AMOUNT" or
// "missed DATE, paid DATE for each instalment that was".
func (r *run) askMaintenance(b *block) error {
	m := plan.Maintenance{On: calendar.None}
	a := &maintenanceAnswer{}
	missed, knownAt := calendar.None, everything
	for _, p := range parts(b.rest) {
		if err := maintenancePart(p, &m, a, &missed, &knownAt); err != nil {
			return r.fault(b.line, "%v", err)
		}
	}
	ps := r.law.Parameters(knownAt)
	if missed != calendar.None {
		terms, err := plan.MissedMaintenance(ps, missed)
		if err != nil {
			return r.fault(b.line, "%v", err)
		}
		a.missed = &terms
	}
	if m.On != calendar.None {
		i, err := m.Instalment(ps)
		if err != nil {
			return r.fault(b.line, "%v", err)
		}
		a.instalment = &i
	}
	r.answer = a
	return nil
}

// maintenancePart reads one part of the question.
func maintenancePart(text string, m *plan.Maintenance, a *maintenanceAnswer, missed *calendar.Date, knownAt *calendar.Instant) (err error) {
	name, value, _ := strings.Cut(strings.Replace(text, "known at", "known", 1), " ")
	var amount money.Amount
	switch name {
	case "on":
		m.On, err = calendar.Parse(value)
	case "missed":
		*missed, err = calendar.Parse(value)
	case "known":
		*knownAt, err = calendar.ParseInstant(value)
	case "paid":
		var day calendar.Date
		day, err = calendar.Parse(value)
		a.paid = append(a.paid, day)
	case "yearly":
		amount, err = kronor(value)
		m.Yearly = append(m.Yearly, amount)
	case "room":
		amount, err = kronor(value)
		m.Room = &amount
	default:
		err = fmt.Errorf("%q is not known here; write on DATE, yearly AMOUNT, room AMOUNT, or missed DATE, paid DATE", text)
	}
	return err
}

// thenInstalment compares the instalment of a month.
func (r *run) thenInstalment(b *block) error {
	a := r.answer.(*maintenanceAnswer)
	if a.instalment == nil {
		return r.fault(b.line, "no instalment is asked for: write on DATE, yearly AMOUNT in the question")
	}
	want, err := kronor(b.rest)
	if err != nil {
		return r.fault(b.line, "%v", err)
	}
	r.compare(b.line, "the instalment", shown(want), shown(a.instalment.Amount))
	return nil
}

// thenToBePaid compares the due dates of the missed instalment and of those that
// are to be paid with it.
func (r *run) thenToBePaid(b *block) error {
	a, err := r.missed(b)
	if err != nil {
		return err
	}
	var got []string
	for _, d := range a.missed.Due {
		got = append(got, d.String())
	}
	r.compare(b.line, "what is to be paid", strings.Join(b.named(), " "), strings.Join(got, " "))
	return nil
}

// thenPayBy compares the last day to pay them.
func (r *run) thenPayBy(b *block) error {
	a, err := r.missed(b)
	if err == nil {
		r.compare(b.line, "the last day to pay", b.rest, dayText(a.missed.PayBy))
	}
	return err
}

// thenWholeDebtDue compares the day the whole debt falls due.
func (r *run) thenWholeDebtDue(b *block) error {
	a, err := r.missed(b)
	if err == nil {
		r.compare(b.line, "the day the whole debt falls due", b.rest, dayText(a.missed.WholeDebtDue(a.paid)))
	}
	return err
}

func (r *run) missed(b *block) (*maintenanceAnswer, error) {
	a := r.answer.(*maintenanceAnswer)
	if a.missed == nil {
		return nil, r.fault(b.line, "no instalment was missed: write missed DATE in the question")
	}
	return a, nil
}
