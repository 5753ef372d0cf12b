package parental

import (
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// Income is a sickness-based income (SGI) as it was decided: what of it is income of
// employment and what of other work, a year (SFB 25:4). Both are zero or more.
type Income struct {
	Employment money.Amount
	Other      money.Amount
}

// Whole is both parts.
func (i Income) Whole() money.Amount { return i.Employment + i.Other }

// mostIncome is above every income there is, and far below what can be counted.
const mostIncome = money.Amount(maxKronor)

func (k *reckoning) checkIncome(i Income) {
	switch {
	case i.Employment < 0 || i.Other < 0:
		k.wrong("sgi", "an income is zero or more", "SFB 25:5")
	case i.Employment > mostIncome || i.Other > mostIncome:
		k.wrong("sgi", "the income is too large", "SFB 25:5")
	}
}

// million is the whole in parts per million.
const million = 1_000_000

// benefitRule is what one benefit has of its own of the common computation.
type benefitRule struct {
	ceiling    string      // parameter
	ceilingLaw statute.Ref // paragraph of the ceiling
	share      string      // parameter
	shareLaw   statute.Ref
}

var (
	temporaryRule    = benefitRule{statute.TFPCeiling, "SFB 13:33", statute.SicknessNormalShare, "SFB 28:7 p.1"}
	parentalRule     = benefitRule{statute.FPCeiling, "SFB 12:26", statute.SicknessNormalShare, "SFB 28:7 p.1"}
	normalRule       = benefitRule{statute.SicknessCeiling, "SFB 25:5", statute.SicknessNormalShare, "SFB 28:7 p.1"}
	continuationRule = benefitRule{statute.SicknessCeiling, "SFB 25:5", statute.SicknessContinuationShare, "SFB 28:7 p.2"}
)

// base is what amounts are computed from (beräkningsunderlag, SFB 28:7): the income below
// the ceiling, and the two shares of it. Two days with the same base are one period of
// SFB 28:14.
type base struct {
	counted       Income
	factor, share int64 // millionths
}

// baseOn is the base of a day and the values it rests on.
func (k *reckoning) baseOn(rule benefitRule, sgi Income, on calendar.Date) (b base, values [4]statute.Value) {
	values = [4]statute.Value{
		k.value(statute.PriceBaseAmount, on), k.value(rule.ceiling, on),
		k.value(statute.BenefitIncomeFactor, on), k.value(rule.share, on),
	}
	if k.err != nil {
		return base{}, values
	}
	most, err := money.MulDiv(money.Amount(values[0].Int64), values[1].Int64, million, money.Down)
	if err != nil {
		k.fail(err)
		return base{}, values
	}
	b.factor, b.share = values[2].Int64, values[3].Int64
	b.counted.Employment = min(sgi.Employment, most)
	b.counted.Other = min(sgi.Other, most-b.counted.Employment)
	return b, values
}

// bases computes the base of each day, and tells each base once.
func (k *reckoning) bases(rule benefitRule, sgi Income, days []calendar.Date) []base {
	out := make([]base, len(days))
	told := map[[4]statute.Value]bool{}
	for i, on := range days {
		b, values := k.baseOn(rule, sgi, on)
		if k.err != nil {
			return nil
		}
		out[i] = b
		if !told[values] {
			told[values] = true
			k.tellBase(rule, sgi, b, values, on)
			k.floor(sgi, values[0], on)
		}
	}
	return out
}

func (k *reckoning) tellBase(rule benefitRule, sgi Income, b base, values [4]statute.Value, on calendar.Date) {
	pbb, ceiling := values[0], values[1]
	most, _ := money.MulDiv(money.Amount(pbb.Int64), ceiling.Int64, million, money.Down) // computed before by baseOn
	says := say("Inkomsten %s är högst %s prisbasbelopp (%s för %s) och räknas helt",
		"The income %s is at most %s price base amounts (%s for %s) and counts in full",
		kr(sgi.Whole()), decimal(ceiling.Int64), kr(most), on)
	if b.counted != sgi {
		says = say("Inkomsten %s räknas till %s prisbasbelopp (%s för %s): anställning %s, annat förvärvsarbete %s",
			"The income %s counts up to %s price base amounts (%s for %s): employment %s, other work %s",
			kr(sgi.Whole()), decimal(ceiling.Int64), kr(most), on, kr(b.counted.Employment), kr(b.counted.Other))
	}
	k.step("ceiling", rule.ceilingLaw, says, ore("counted", b.counted.Whole()),
		ore("employment", sgi.Employment), ore("other", sgi.Other), law(pbb), law(ceiling))
	amount := b.text(b.counted.Whole())
	k.step("base", rule.shareLaw,
		say("Beräkningsunderlaget är %s av %s × %s = %s", "The base is %s of %s × %s = %s",
			percent(b.share), decimal(b.factor), kr(b.counted.Whole()), kr(amount)),
		ore("base", amount), ore("counted", b.counted.Whole()), law(values[2]), law(values[3]))
}

// floor doubts an income that is lower than an SGI can be on the day (SFB 25:3). It was
// decided, perhaps by an earlier year's base amount, so what follows of it is computed all
// the same; whether it holds is for a person to examine.
func (k *reckoning) floor(sgi Income, pbb statute.Value, on calendar.Date) {
	share := k.value(statute.SGIMinimum, on)
	if k.err != nil || sgi.Whole() == 0 {
		return
	}
	least, err := money.MulDiv(money.Amount(pbb.Int64), share.Int64, million, money.Down)
	if err != nil {
		k.fail(err)
		return
	}
	if sgi.Whole() >= least {
		return
	}
	says := say("om inkomsten %[1]s är en SGI %[2]s: den är under %[3]s av prisbasbeloppet, %[4]s", "whether the income %[1]s is an SGI on %[2]s: it is below %[3]s of the price base amount, %[4]s",
		kr(sgi.Whole()), on, percent(share.Int64), kr(least))
	k.doubts = append(k.doubts, Missing{Fact: "sgi", Law: "SFB 25:3", Says: says})
	k.step("below_least", "SFB 25:3", say("Det behöver prövas %s", "It is to be examined %s", says), ore("least", least), ore("sgi", sgi.Whole()), law(pbb), law(share))
	k.reading()
}

// text is a base in öre for a person to read; amounts are computed from the exact one.
func (b base) text(income money.Amount) money.Amount {
	a, _ := money.MulDiv(income, b.factor*b.share, million*million, money.HalfUp) // smaller than the income
	return a
}

// divided is a base of an income divided by a number, in whole kronor, rounded once.
func (k *reckoning) divided(b base, income money.Amount, by int64) money.Amount {
	return k.wholeKronor(income, b.factor*b.share, million*million*by)
}

// quotientText is that number before it is rounded, with two decimals.
func (b base) quotientText(income money.Amount, by int64) string {
	a, _ := money.MulDiv(income, b.factor*b.share, million*million*by, money.HalfUp) // smaller than the income
	return kr(a)
}
