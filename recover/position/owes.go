package position

import (
	"slices"

	"balans/law/identity"
	"balans/law/money"
	"balans/recover/claim"
)

// IsDebtor reports whether the person owes the claim, alone or with others.
func (p *Position) IsDebtor(n identity.Number) bool {
	return slices.ContainsFunc(p.Decision.Debtors, func(d claim.Debtor) bool { return d.Number == n })
}

// Owes is what can be demanded of one of the debtors, öre. A joint claim is owed
// whole by each until it is paid once. Of a claim in shares each owes his own,
// less what he has paid. Once a joint claim is time barred against one by the law of
// OLD claims, the others answer for their own parts only, which are equal (PRESKL 9);
// that does not hold for what is collected as a public case (SKPRESKL 11). Against whom it is barred, nothing.
//
// Interest and fees are shared as the capital is. A payment that does not say who
// paid it lowers what all owe together, and no one's share.
func (p *Position) Owes(debtor identity.Number) (money.Amount, error) {
	all := p.Account.Total()
	at := slices.IndexFunc(p.Decision.Debtors, func(d claim.Debtor) bool { return d.Number == debtor })
	switch {
	case at < 0 || p.barredAgainst(debtor):
		return 0, nil
	case len(p.Decision.Debtors) == 1:
		return all, nil
	}
	weights := make([]int64, len(p.Decision.Debtors))
	shared := false
	for i, d := range p.Decision.Debtors {
		weights[i] = 1
		if d.Share > 0 {
			shared, weights[i] = true, int64(d.Share)
		}
	}
	if !shared && !p.barredAgainstOther(debtor) {
		return all, nil
	}
	explained, err := claim.NewAccount(&p.Decision, p.Events, p.On, p.KnownAt, p.Terms.Law, true)
	if err != nil {
		return 0, err
	}
	gross, own := all, money.Amount(0)
	for _, pay := range explained.Payments {
		paid := pay.Amount - pay.Undone - pay.Parts.Of(claim.Credit)
		gross += paid
		if p.Events[pay.Event].Detail().Debtor == debtor {
			own += paid
		}
	}
	parts, err := money.Split(gross, weights)
	if err != nil {
		return 0, err
	}
	return max(0, min(all, parts[at]-own)), nil
}

func (p *Position) barredAgainst(debtor identity.Number) bool {
	return claim.LimitationAgainst(&p.Decision, debtor, p.Events, p.On, p.KnownAt, p.Terms.Law).Barred(p.On)
}

// barredAgainstOther: only under preskriptionslagen does it change what the others owe.
func (p *Position) barredAgainstOther(debtor identity.Number) bool {
	if p.Limitation.Regime == claim.New {
		return false
	}
	return slices.ContainsFunc(p.Decision.Debtors, func(d claim.Debtor) bool { return d.Number != debtor && p.barredAgainst(d.Number) })
}
