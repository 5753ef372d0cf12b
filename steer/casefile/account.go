package casefile

import (
	"fmt"
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
)

// accountAnswer is a claim whose account is asked for, on a day or on the days of
// a table.
type accountAnswer struct {
	question
	decision *claim.Decision
	events   []claim.Event
	law      *claim.Law
}

// askAccount loads a claim; its account is computed for each day compared.
func (r *run) askAccount(b *block) error {
	q, err := r.ask(b)
	if err != nil {
		return err
	}
	if len(q.others) > 0 {
		return r.fault(b.line, "%q is not known here; write CLAIM on DATE, known at DATE", q.others[0])
	}
	a := &accountAnswer{question: q}
	if a.decision, a.events, err = r.load(b.line, q.claim); err != nil {
		return err
	}
	a.law = r.law.At(q.knownAt)
	r.answer = a
	return nil
}

// on computes the account at the end of a day.
func (r *run) accountOn(at int, day calendar.Date) (*claim.Account, error) {
	a := r.answer.(*accountAnswer)
	if day == calendar.None {
		return nil, r.fault(at, "no day is named: write it in the question, or in a column that is called on")
	}
	account, err := claim.NewAccount(a.decision, a.events, day, a.knownAt, a.law, true)
	if err != nil {
		return nil, r.fault(at, "%v", err)
	}
	return account, nil
}

// balanceColumns are the columns of a table of balances. All but on are kronor.
var balanceColumns = []string{"on", "principal", "charge", "interest", "fee", "cost", "credit", "total", "lapsed", "recovered", "overbooked"}

func balanceOf(a *claim.Account, column string) money.Amount {
	switch column {
	case "principal":
		return a.Principal
	case "charge":
		return a.Charge
	case "interest":
		return a.Interest
	case "fee":
		return a.Fee
	case "cost":
		return a.Cost
	case "credit":
		return a.Credit
	case "total":
		return a.Total()
	case "lapsed":
		return a.Lapsed
	case "recovered":
		return a.Recovered
	}
	return a.Overbooked
}

// thenBalances compares a table of balances, a row for each day. What is not
// shown must not be hidden either: a table without a column expects nothing
// there, and interest that is missing must be said to be missing.
func (r *run) thenBalances(b *block) error {
	columns, rows, err := r.table(b, balanceColumns...)
	if err != nil {
		return err
	}
	for _, row := range rows {
		day := r.answer.(*accountAnswer).on
		if text, ok := row.cells["on"]; ok {
			if day, err = calendar.Parse(text); err != nil {
				return r.fault(row.at, "%v", err)
			}
		}
		account, err := r.accountOn(row.at, day)
		if err != nil {
			return err
		}
		for _, column := range balanceColumns[1:] {
			what := fmt.Sprintf("%s of %s on %s", column, r.answer.(*accountAnswer).claim, day)
			want, got := row.cells[column], shown(balanceOf(account, column))
			if column == "interest" {
				got += missingText(account.Missing)
			}
			switch shownColumn := slices.Contains(columns, column); {
			case !shownColumn && (column == "total" || got == "0,00"):
				continue
			case !shownColumn:
				want = "0,00"
			default:
				if want, err = r.cell(row.at, want); err != nil {
					return err
				}
			}
			r.compare(row.at, what, want, got)
		}
	}
	return nil
}

// cell reads an amount, with the days that are missing after it; "missing …"
// alone stands for "0,00 missing …".
func (r *run) cell(at int, text string) (string, error) {
	amount, gaps, isMissing := strings.Cut(text, "missing ")
	if amount = strings.TrimSpace(amount); amount == "" && isMissing {
		amount = "0"
	}
	a, err := kronor(amount)
	if err != nil {
		return "", r.fault(at, "%v", err)
	}
	if !isMissing {
		return shown(a), nil
	}
	return shown(a) + " missing " + gaps, nil
}

// missingText is the days whose interest is not known, with what is missing:
// " missing 2024-04-23–2024-05-31 state_lending_rate".
func missingText(gaps []claim.Gap) string {
	var all []string
	for _, g := range gaps {
		all = append(all, g.Period.String()+" "+g.Parameter)
	}
	if len(all) == 0 {
		return ""
	}
	return " missing " + strings.Join(all, " and ")
}

// thenPayment compares where a payment went: what is not named got nothing.
func (r *run) thenPayment(b *block) error {
	a := r.answer.(*accountAnswer)
	account, err := r.accountOn(b.line, a.on)
	if err != nil {
		return err
	}
	id := b.arg
	if stored, ok := r.keys[id]; ok {
		id = stored
	}
	i := slices.IndexFunc(account.Payments, func(d claim.Division) bool { return a.events[d.Event].ID == id })
	if i < 0 {
		return r.fault(b.line, "%s has no payment %q by %s", a.claim, b.arg, a.on)
	}
	d := &account.Payments[i]
	r.addsUp(b, d)
	got := map[string]money.Amount{"recovered": d.Parts.Of(claim.NoPart), "undone": d.Undone}
	for p := claim.Principal; p <= claim.Credit; p++ {
		got[p.String()] = d.Parts.Of(p)
	}
	want := map[string]money.Amount{}
	for _, part := range parts(strings.TrimPrefix(b.rest, "went to ")) {
		name, amount, _ := strings.Cut(part, " ")
		if _, ok := got[name]; !ok {
			return r.fault(b.line, "%q is no part; a payment goes to %s", name, strings.Join(paymentParts, ", "))
		}
		if want[name], err = kronor(strings.TrimSpace(amount)); err != nil {
			return r.fault(b.line, "%v", err)
		}
	}
	r.compare(b.line, "payment "+b.arg+" of "+a.claim, division(want), division(got))
	return nil
}

// addsUp holds the parts of a payment against the payment.
func (r *run) addsUp(b *block, d *claim.Division) {
	sum := d.Undone
	for p := claim.NoPart; p <= claim.Credit; p++ {
		sum += d.Parts.Of(p)
	}
	if sum > d.Amount || !d.Booked && sum != d.Amount {
		r.fail(b.line, "the parts of payment "+b.arg, shown(d.Amount)+" when added up", shown(sum))
	}
}

// paymentParts is the order in which the parts of a payment are shown.
var paymentParts = []string{"cost", "fee", "interest", "charge", "principal", "credit", "recovered", "undone"}

// division writes the parts that are not nothing.
func division(parts map[string]money.Amount) string {
	var out []string
	for _, name := range paymentParts {
		if parts[name] != 0 {
			out = append(out, name+" "+shown(parts[name]))
		}
	}
	return strings.Join(out, ", ")
}
