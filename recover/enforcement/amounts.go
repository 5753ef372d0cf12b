package enforcement

import (
	"fmt"
	"strconv"
	"strings"

	"balans/law/money"
	"balans/recover/claim"
)

// Amounts are the components of a claim, öre. Of a difference they may be negative.
type Amounts struct {
	Principal money.Amount // bears interest
	Charge    money.Amount // part of the capital that bears none
	Interest  money.Amount
	Fee, Cost money.Amount
}

func amountsOf(b *claim.Balances) Amounts {
	return Amounts{b.Principal, b.Charge, b.Interest, b.Fee, b.Cost}
}

// Capital is the principal and the charge.
func (a Amounts) Capital() money.Amount { return a.Principal + a.Charge }

// Total is the sum of the components.
func (a Amounts) Total() money.Amount { return a.Capital() + a.Interest + a.Fee + a.Cost }

// Less is the amounts less others, component by component.
func (a Amounts) Less(b Amounts) Amounts {
	return Amounts{a.Principal - b.Principal, a.Charge - b.Charge, a.Interest - b.Interest, a.Fee - b.Fee, a.Cost - b.Cost}
}

// amountNames are the components as they are stored, in the order of fields.
var amountNames = [...]string{"principal", "charge", "interest", "fee", "cost"}

func (a *Amounts) fields() [len(amountNames)]*money.Amount {
	return [...]*money.Amount{&a.Principal, &a.Charge, &a.Interest, &a.Fee, &a.Cost}
}

// String is the stored form, öre: "principal=1000000 charge=0 interest=5000 fee=0 cost=0".
func (a Amounts) String() string {
	var parts []string
	for i, v := range a.fields() {
		parts = append(parts, amountNames[i]+"="+strconv.FormatInt(int64(*v), 10))
	}
	return strings.Join(parts, " ")
}

// ParseAmounts reads what String writes.
func ParseAmounts(s string) (a Amounts, err error) {
	parts := strings.Split(s, " ")
	if len(parts) != len(amountNames) {
		return a, fmt.Errorf("%q is to have %s, each with = and öre", s, strings.Join(amountNames[:], ", "))
	}
	for i, into := range a.fields() {
		v, ok := strings.CutPrefix(parts[i], amountNames[i]+"=")
		ore, err := strconv.ParseInt(v, 10, 64)
		if !ok || err != nil {
			return Amounts{}, fmt.Errorf("%q is to be %s=ÖRE", parts[i], amountNames[i])
		}
		*into = money.Amount(ore)
	}
	return a, nil
}

// HandedOver are the components a hand-over, or its registration, states: in the
// event's reason where this room wrote it. Of a history taken over from another
// system they are known in part: what was booked as capital stands as principal, and
// the rest as interest and costs; ok is false then.
func HandedOver(e *claim.Event) (a Amounts, ok bool) {
	d := e.Detail()
	a, err := ParseAmounts(d.Reason)
	if err == nil && a.Total() == e.Amount && a.Capital() == e.ToPrincipal {
		return a, true
	}
	interest := min(d.Second, e.Amount-e.ToPrincipal)
	return Amounts{Principal: e.ToPrincipal, Interest: interest, Cost: e.Amount - e.ToPrincipal - interest}, false
}

// carry has an event state the components: the total, what of it is capital and
// interest, and all five in its reason.
func carry(e *claim.Event, a Amounts) {
	e.Amount, e.ToPrincipal = a.Total(), a.Capital()
	d := e.Detail()
	d.Second, d.Reason = a.Interest, a.String()
	e.Details = &d
}
