package casefile

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/plan"
	"balans/recover/position"
)

// askPlan proposes a plan: "CLAIM CLAIM on DATE, monthly 1 000, first DATE, …".
func (r *run) askPlan(b *block) error {
	q, err := r.ask(b)
	if err != nil {
		return err
	}
	if q.on == calendar.None {
		return r.fault(b.line, "no day is named: write CLAIM … on DATE, monthly AMOUNT, first DATE")
	}
	ask := plan.Ask{Asked: q.on, First: calendar.None}
	for _, p := range q.others {
		if err := planPart(p, &ask); err != nil {
			return r.fault(b.line, "%v", err)
		}
	}
	var positions []*position.Position
	for _, id := range strings.Fields(q.claim) {
		d, events, err := r.load(b.line, id)
		if err != nil {
			return err
		}
		p, err := position.Of(*d, events, q.on, q.knownAt, r.law.TermsOf(q.knownAt))
		if err != nil {
			return r.fault(b.line, "%v", err)
		}
		positions = append(positions, p)
	}
	a := &severalAnswer{}
	a.proposal, err = plan.Propose(positions, ask)
	if err := a.take(err); err != nil {
		return r.fault(b.line, "%v", err)
	}
	r.answer = a
	return nil
}

// planPart reads one part of what is asked for.
func planPart(text string, ask *plan.Ask) (err error) {
	name, value, _ := strings.Cut(text, " ")
	switch name {
	case "monthly":
		ask.Affordable, err = kronor(value)
	case "months":
		ask.Months, err = strconv.Atoi(value)
	case "first":
		ask.First, err = calendar.Parse(value)
	case "asked":
		ask.Asked, err = calendar.Parse(value)
	case "fee":
		ask.Fee, err = kronor(value)
	case "reason":
		ask.Reason = unquote(value)
	case "exception":
		ask.Exception = plan.Exception(value)
	case "amortise":
		ask.Amortise = true
	case "notices":
		ask.Notices = true
	case "consulted":
		ask.Consulted = true
	case "beside":
		ask.Others = true
	default:
		err = fmt.Errorf("%q is not known here; after the day can follow monthly AMOUNT, months N, first DATE, asked DATE, fee AMOUNT, amortise, notices, consulted, beside, exception NAME, reason TEXT", text)
	}
	return err
}

var instalmentColumns = []string{"due", "amount", "principal", "charge", "interest", "fee", "cost"}

// thenInstalments compares every instalment of a proposal, over all its claims.
func (r *run) thenInstalments(b *block) error {
	columns, rows, err := r.table(b, instalmentColumns...)
	if err != nil {
		return err
	}
	a := r.answer.(*severalAnswer)
	if a.proposal == nil {
		r.compare(b.line, "the plan", "instalments", a.text())
		return nil
	}
	all := a.proposal.Instalments
	r.compare(b.line, "instalments", fmt.Sprint(len(rows)), fmt.Sprint(len(all)))
	for k, row := range rows[:min(len(rows), len(all))] {
		for _, c := range columns {
			want, got := row.cells[c], all[k].Due.String()
			if c != "due" {
				amount, err := kronor(want)
				if err != nil {
					return r.fault(row.at, "%v", err)
				}
				want, got = shown(amount), shown(instalmentPart(&all[k], c))
			}
			r.compare(row.at, fmt.Sprintf("%s of instalment %d", c, k+1), want, got)
		}
	}
	return nil
}

func instalmentPart(i *plan.Instalment, column string) (sum money.Amount) {
	if column == "amount" {
		return i.Amount
	}
	for k := range i.Parts {
		p := &i.Parts[k]
		sum += map[string]money.Amount{"principal": p.Principal, "charge": p.Charge, "interest": p.Interest, "fee": p.Fee, "cost": p.Costs}[column]
	}
	return sum
}

// thenSums compares what a proposal comes to: debt, interest, notices, set-up fee
// at most.
func (r *run) thenSums(b *block) error {
	a := r.answer.(*severalAnswer)
	if a.proposal == nil {
		r.compare(b.line, "the plan", b.rest, a.text())
		return nil
	}
	p := a.proposal
	sums := map[string]money.Amount{"debt": p.Debt, "interest": p.Interest, "notices": p.Notices, "fee-max": p.FeeMax, "paid": p.Sum()}
	for _, part := range parts(b.rest) {
		name, value, _ := strings.Cut(part, " ")
		got, ok := sums[name]
		if !ok {
			return r.fault(b.line, "%q is no sum of a plan; they are %s", name, strings.Join(slices.Sorted(maps.Keys(sums)), ", "))
		}
		want, err := kronor(value)
		if err != nil {
			return r.fault(b.line, "%v", err)
		}
		r.compare(b.line, name+" of the plan", shown(want), shown(got))
	}
	return nil
}
